/** A statement that runs a body of PL/pgSQL. */
export function doBlock(body: string): string {
  let tag = "$$";
  while (body.includes(tag)) tag = `$_${tag.slice(1)}`;
  return `DO ${tag}${body}${tag}`;
}
