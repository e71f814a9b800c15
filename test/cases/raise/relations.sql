-- Keys and relations as people make them, without Prisma.
CREATE TABLE "user" (id int PRIMARY KEY, name varchar(20) UNIQUE);
CREATE TABLE task (id serial PRIMARY KEY, parent int REFERENCES task(id), other int REFERENCES task(id), tag int);
CREATE TABLE sub (id int PRIMARY KEY, task int REFERENCES task(id));
CREATE TABLE self (id int PRIMARY KEY, up int UNIQUE REFERENCES self(id));
CREATE TABLE "odd name" (id int PRIMARY KEY, "a b" int REFERENCES task(id), "c d" int REFERENCES task(id));
CREATE TABLE profile (user_id int PRIMARY KEY REFERENCES "user"(id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE post (
  id int PRIMARY KEY,
  author_id int NOT NULL REFERENCES "user"(id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reviewer varchar(20) REFERENCES "user"(name) ON UPDATE SET DEFAULT
);
CREATE TABLE pair (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE uses (
  id int PRIMARY KEY, a int, b int, a2 int NOT NULL, b2 int,
  FOREIGN KEY (a, b) REFERENCES pair(a, b), FOREIGN KEY (a2, b2) REFERENCES pair(a, b) ON DELETE SET NULL,
  UNIQUE (a, b)
);
CREATE TABLE tag (id int PRIMARY KEY, post int);
CREATE TABLE "_postTotag" (
  "A" int NOT NULL REFERENCES post(id) ON DELETE CASCADE ON UPDATE CASCADE,
  "B" int NOT NULL REFERENCES tag(id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "_postTotag_AB_pkey" PRIMARY KEY ("A", "B")
);
CREATE INDEX "_postTotag_B_index" ON "_postTotag"("B");
CREATE TABLE "_friends" (
  "A" int NOT NULL REFERENCES "user"(id) ON DELETE CASCADE ON UPDATE CASCADE,
  "B" int NOT NULL REFERENCES "user"(id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "_friends_AB_pkey" PRIMARY KEY ("A", "B")
);
CREATE INDEX "_friends_B_index" ON "_friends"("B");
-- As Prisma 5 made it: the models would ask for a primary key.
CREATE TABLE "_old" (
  "A" int NOT NULL REFERENCES "user"(id) ON DELETE CASCADE ON UPDATE CASCADE,
  "B" int NOT NULL REFERENCES tag(id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "_old_AB_unique" ON "_old"("A", "B");
CREATE INDEX "_old_B_index" ON "_old"("B");
CREATE TABLE heap (a int, task int REFERENCES task(id), pid int UNIQUE);
CREATE TABLE on_heap (id int PRIMARY KEY, pid int REFERENCES heap(pid));
CREATE TABLE here (id int PRIMARY KEY, there_id int);
CREATE TABLE there (id int PRIMARY KEY, here_id int REFERENCES here(id));
ALTER TABLE here ADD FOREIGN KEY (there_id) REFERENCES there(id);
CREATE TABLE twice (id int PRIMARY KEY, t int REFERENCES task(id), CONSTRAINT again FOREIGN KEY (t) REFERENCES task(id) DEFERRABLE);
CREATE TABLE wider (id int PRIMARY KEY, task bigint REFERENCES task(id));
CREATE TABLE keys (id int CONSTRAINT my_key PRIMARY KEY, x int CONSTRAINT named UNIQUE, y int UNIQUE, z int);
CREATE UNIQUE INDEX keys_z_key ON keys(z DESC);
CREATE INDEX foo ON keys(z, x DESC NULLS LAST);
CREATE UNIQUE INDEX keys_id_again ON keys(id) INCLUDE (x);
CREATE INDEX on_expression ON keys((x + y));
CREATE INDEX some_of_them ON keys(x) WHERE y IS NOT NULL;
CREATE UNIQUE INDEX one_open ON keys(y) WHERE z IS NULL;
