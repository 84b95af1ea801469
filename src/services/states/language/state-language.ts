// Which query language a state is written in, and the fields that its language does not have. Pure.
// AWS: recorded: a state is JSONPath where it says exactly so, or where it says nothing in a machine that is; whatever else it says, it is
// JSONata. A map or a parallel state does not hand its language down: states inside it have the machine's.

import type { QueryLanguage } from "./machine.ts";
import type { Fields, Reading, StateReading } from "./reading.ts";
import { otherLanguage } from "./state-fields.ts";

const LANGUAGES = ["JSONPath", "JSONata"] as const;

/** What a machine's or a state's "QueryLanguage" comes to. */
export function languageOf(fields: Fields, inherited: QueryLanguage): QueryLanguage {
  if (!fields.has("QueryLanguage")) return inherited;
  return fields.raw("QueryLanguage") === "JSONPath" ? "JSONPath" : "JSONata";
}

/** Finds a language that there is not. */
export function checkLanguageName(fields: Fields): void {
  fields.word("QueryLanguage", LANGUAGES);
}

/** Finds a state that goes back to JSONPath in a machine of JSONata: true if it does. */
export function checkDowngrade(fields: Fields, { queryLanguage, findings }: Reading): boolean {
  const isDowngrade = queryLanguage === "JSONata" && fields.raw("QueryLanguage") === "JSONPath";
  if (isDowngrade)
    findings.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", fields.at);
  return isDowngrade;
}

/** Finds fields of the other language. */
export function checkLanguage(fields: Fields, { language, findings }: StateReading): void {
  for (const name of fields.names) {
    const other = otherLanguage(name, language);
    if (other !== undefined)
      findings.schema(
        `The QueryLanguage is set to '${language}', but field '${name}' is only supported for the '${other}' QueryLanguage`,
        fields.at,
      );
  }
}
