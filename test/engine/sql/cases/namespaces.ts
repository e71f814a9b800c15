import { schemaOf } from "#test/support/build.ts";
import type { SqlCases } from "#test/engine/sql/cases/case.ts";

export const namespaces: SqlCases = {
  namespace: { before: schemaOf({}), changes: [{ kind: "createNamespace", name: "archive" }] },
  extension: {
    before: schemaOf({}),
    changes: [{ kind: "createExtension", extension: { name: "citext", schema: null, version: null } }],
  },
  extensionSomewhere: {
    before: schemaOf({ namespaces: ["extensions", "public"] }),
    changes: [{ kind: "createExtension", extension: { name: "uuid-ossp", schema: "extensions", version: "1.1" } }],
  },
  extensionElsewhere: {
    before: schemaOf({
      namespaces: ["extensions", "public"],
      extensions: [{ name: "citext", schema: "public", version: null }],
    }),
    changes: [
      {
        kind: "alterExtension",
        from: { name: "citext", schema: "public", version: null },
        to: { name: "citext", schema: "extensions", version: null },
      },
    ],
  },
};
