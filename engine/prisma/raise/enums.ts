import type { RaisedAttribute, RaisedEnum } from "#engine/prisma/raise/raised.ts";
import type { RaisedNames } from "#engine/prisma/raise/names.ts";
import type { Schema } from "#engine/schema/model.ts";

export function raiseEnums(
  schema: Schema,
  { names, multiSchema }: { readonly names: RaisedNames; readonly multiSchema: boolean },
): RaisedEnum[] {
  return schema.enums.flatMap((type): RaisedEnum[] => {
    const name = names.enumeration(type.name);
    if (name === null) return [];
    const attributes: RaisedAttribute[] = [];
    if (name !== type.name.name) attributes.push({ name: "map", arguments: [JSON.stringify(type.name.name)] });
    if (multiSchema) attributes.push({ name: "schema", arguments: [JSON.stringify(type.name.schema)] });
    const values = type.values.map((label) => {
      const own = names.value(type.name, label);
      return { name: own, attributes: own === label ? [] : [{ name: "map", arguments: [JSON.stringify(label)] }] };
    });
    return [{ name, values, attributes }];
  });
}
