/** A schema of `count` models as real ones look: twelve fields, three indexes, a relation. */
export function modelsText(
  count: number,
  options: { readonly extraField: string | null } = { extraField: null },
): string {
  const head = 'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n';
  const models = Array.from({ length: count }, (_, at) => model(at, count, at === 0 ? options.extraField : null));
  return [head, ...models].join("\n");
}

function model(at: number, count: number, extraField: string | null): string {
  const children = [at, at + 1].filter((child) => child < count && parentOf(child) === at);
  const lines = [
    "  id        Int      @id @default(autoincrement())",
    "  title     String   @db.VarChar(200)",
    "  slug      String   @unique",
    "  body      String?",
    '  status    String   @default("draft") @db.VarChar(50)',
    "  priority  Int      @default(1)",
    "  score     Float    @default(0)",
    "  price     Decimal  @default(1.50) @db.Decimal(10, 2)",
    "  tags      String[]",
    '  meta      Json     @default("{}")',
    '  createdAt DateTime @default(now()) @map("created_at")',
    `  parentId  Int?     @map("parent_id")`,
    `  parent    Model${parentOf(at)}? @relation("r${at}", fields: [parentId], references: [id])`,
    ...children.map((child) => `  children${child} Model${child}[] @relation("r${child}")`),
    ...(extraField === null ? [] : [`  ${extraField}`]),
    "",
    "  @@index([status, createdAt])",
    "  @@index([parentId])",
    `  @@map("model_${at}")`,
  ];
  return `model Model${at} {\n${lines.join("\n")}\n}\n`;
}

/** Each refers to the one before it, in tens: longer chains are more than SQLAlchemy, which stands beside us, can follow. */
export function parentOf(at: number): number {
  return at % 10 === 0 ? at : at - 1;
}
