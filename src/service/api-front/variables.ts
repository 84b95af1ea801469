// The variables of APIs' settings: $context.x, ${stageVariables.x} and the like, put in by plain substitution. Pure.

/** A variable of $context, by its dotted name, as text; undefined where there is none. */
export function contextValue(context: unknown, name: string): string | undefined {
  let value = context;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** ${stageVariables.name} in an URI or an ARN. */
export function withStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_all, name: string) => own(variables, name) ?? "");
}

/** "$context.x" and "${context.x}", and the other variables, replaced by what they are: no Velocity. */
export function withVariables(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(VARIABLE, (_all, braced: string | undefined, bare: string | undefined) =>
    valueOf(braced ?? bare ?? ""),
  );
}

const NAME = "(?:context|stageVariables|method\\.request\\.(?:header|querystring|path))\\.[A-Za-z0-9_.-]*[A-Za-z0-9_-]";
const VARIABLE = new RegExp(`\\$(?:\\{(${NAME})\\}|(${NAME}))`, "g");

/** A record's own member: names are clients'. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
