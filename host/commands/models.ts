import {
  type Datasource,
  datasourceOf,
  type LoweredModels,
  lowerModels,
  parseModels,
  reparseModels,
  type Problem,
  type SchemaDocument,
} from "#engine/index.ts";
import { done, failureOf, type Outcome } from "#host/failure.ts";
import { encodingProblem, type TextFile } from "#host/textFiles.ts";

/** A project's models: the documents, the schema they ask for, and what is wrong with them. */
export interface ModelsReading {
  readonly files: readonly TextFile[];
  readonly documents: readonly SchemaDocument[];
  readonly models: LoweredModels;
  readonly problems: readonly Problem[];
}

/** Reads models and keeps what it read: of an edited version, only what was edited is parsed and lowered again. */
export interface ModelsReader {
  /** `home` is the schema of unqualified names. */
  read(files: readonly TextFile[], home: string): ModelsReading;
  /** The same files' datasource alone, which takes a third of the time. */
  datasource(files: readonly TextFile[]): Datasource | null;
}

export function createModelsReader(): ModelsReader {
  const parsed = new Map<string, ReturnType<typeof parseModels>>();
  let last: {
    readonly documents: readonly SchemaDocument[];
    readonly home: string;
    readonly models: LoweredModels;
  } | null = null;
  const parse = ({ file, text }: TextFile) => {
    const known = parsed.get(file);
    const result = known ? reparseModels(known, text) : parseModels(file, text);
    parsed.set(file, result);
    return result;
  };
  const read = (files: readonly TextFile[], home: string) => {
    const results = files.map(parse);
    const damage = files.flatMap((file) => encodingProblem(file, "prisma/notUtf8") ?? []);
    const documents = results.map((r) => r.value);
    const same =
      last?.home === home &&
      last.documents.length === documents.length &&
      last.documents.every((d, i) => d === documents[i]);
    const models = same && last ? last.models : lowerModels(documents, { defaultSchema: home }, last?.models);
    last = { documents, home, models };
    const problems = [...damage, ...results.flatMap((r) => r.problems), ...models.problems];
    return { files, documents, models, problems };
  };
  return { read, datasource: (files) => datasourceOf(files.map((file) => parse(file).value)) };
}

/** The models, or their first error: nothing is generated or compared from models that do not hold. */
export function soundModels(reading: ModelsReading, unchanged: string): Outcome<ModelsReading> {
  return failureOf(reading.problems, { code: "models/invalid", exit: 2, unchanged }) ?? done(reading);
}
