/** The models of a small web team's task list, as they grow through the scenario. */
export const provider = (url: string): string => `datasource db {
  provider = "postgresql"
${url === "" ? "" : `  url      = ${url}\n`}}

generator client {
  provider = "prisma-client-js"
}
`;

export type Stage = "tasks" | "priority" | "users" | "owner" | "details" | "points";

const stages: readonly Stage[] = ["tasks", "priority", "users", "owner", "details", "points"];

/** The models at a stage: each holds all that the stages before it brought. */
export function modelsAt(stage: Stage): string {
  const has = (wanted: Stage): boolean => stages.indexOf(stage) >= stages.indexOf(wanted);
  const task = [
    "  id          Int     @id @default(autoincrement())",
    "  title       String  @db.VarChar(200)",
    has("details") ? "  details     String?" : "  description String?",
    '  status      String  @default("pending") @db.VarChar(50)',
    ...(has("priority") ? ["  priority    Int     @default(1)"] : []),
    ...(has("points") ? ["  points      Int"] : []),
    ...(has("owner")
      ? ['  userId      Int?    @map("user_id")', "  user        User?   @relation(fields: [userId], references: [id])"]
      : []),
    "",
    '  @@map("tasks")',
  ];
  const user = [
    "  id    Int    @id @default(autoincrement())",
    "  name  String",
    "  email String @unique",
    ...(has("owner") ? ["  tasks Task[]"] : []),
    "",
    '  @@map("users")',
  ];
  return [block("Task", task), ...(has("users") ? [block("User", user)] : [])].join("\n");
}

function block(name: string, lines: readonly string[]): string {
  return `model ${name} {\n${lines.join("\n")}\n}\n`;
}
