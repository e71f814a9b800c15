/** A schema of `count` models as real ones look: twelve fields, two indexes, a relation. */
export function modelsText(
  count: number,
  options: { readonly extraField: string | null } = { extraField: null },
): string {
  const head = 'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n';
  const models = Array.from({ length: count }, (_, at) => model(at, count, at === 0 ? options.extraField : null));
  return [head, ...models].join("\n");
}

function model(at: number, count: number, extraField: string | null): string {
  const parent = (at + 1) % count;
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
    `  parent    Model${parent}? @relation("r${at}", fields: [parentId], references: [id])`,
    `  children  Model${(at + count - 1) % count}[] @relation("r${(at + count - 1) % count}")`,
    ...(extraField === null ? [] : [`  ${extraField}`]),
    "",
    "  @@index([status, createdAt])",
    "  @@index([parentId])",
    `  @@map("model_${at}")`,
  ];
  return `model Model${at} {\n${lines.join("\n")}\n}\n`;
}
