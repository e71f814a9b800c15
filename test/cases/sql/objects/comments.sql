-- Up

COMMENT ON COLUMN public.tasks.title IS 'what''s IS ''this''';

COMMENT ON TABLE public.tasks IS 'two
lines';

-- Down

COMMENT ON TABLE public.tasks IS NULL;

COMMENT ON COLUMN public.tasks.title IS NULL;
