// Which fields each type of state has, and which language each field belongs to. Data.
// AWS: developer guide, the pages of the types of states; the service names what is not in these tables: "Field 'Catch' is not supported".

import type { QueryLanguage, StateType } from "./machine.ts";

const EVERYWHERE = "Comment QueryLanguage Type";
const DATAFLOW = "InputPath OutputPath Output";
const TRANSITION = "Next End";
const WORKING = `${DATAFLOW} ${TRANSITION} Assign Catch Parameters ResultPath ResultSelector Retry`;

const fields = (names: string): ReadonlySet<string> => new Set(`${EVERYWHERE} ${names}`.split(" "));

/** By type. */
export const STATE_FIELDS: Readonly<Record<StateType, ReadonlySet<string>>> = {
  Task: fields(
    `${WORKING} Arguments Credentials HeartbeatSeconds HeartbeatSecondsPath Resource TimeoutSeconds TimeoutSecondsPath`,
  ),
  Wait: fields(`${DATAFLOW} ${TRANSITION} Assign Seconds SecondsPath Timestamp TimestampPath`),
  Pass: fields(`${DATAFLOW} ${TRANSITION} Assign Parameters Result ResultPath`),
  Succeed: fields(DATAFLOW),
  Fail: fields("Cause CausePath Error ErrorPath"),
  Choice: fields(`${DATAFLOW} Assign Choices Default`),
  Parallel: fields(`${WORKING} Arguments Branches`),
  Map: fields(
    `${WORKING} ItemBatcher ItemProcessor ItemReader ItemSelector Items ItemsPath Iterator Label MaxConcurrency MaxConcurrencyPath ` +
      "ResultWriter ToleratedFailureCount ToleratedFailureCountPath ToleratedFailurePercentage ToleratedFailurePercentagePath",
  ),
};

/** In the order in which the service lists them. */
export const STATE_TYPES: readonly StateType[] = [
  "Task",
  "Wait",
  "Pass",
  "Succeed",
  "Fail",
  "Choice",
  "Parallel",
  "Map",
];

const LANGUAGE_FIELDS: Readonly<Record<QueryLanguage, ReadonlySet<string>>> = {
  JSONPath: new Set(
    (
      "CausePath ErrorPath HeartbeatSecondsPath InputPath ItemsPath MaxConcurrencyPath OutputPath Parameters Result ResultPath " +
      "ResultSelector SecondsPath TimeoutSecondsPath TimestampPath ToleratedFailureCountPath ToleratedFailurePercentagePath Variable " +
      "MaxItemsPath MaxItemsPerBatchPath MaxInputBytesPerBatchPath"
    ).split(" "),
  ),
  JSONata: new Set(["Arguments", "Condition", "Items", "Output"]),
};

/** The other language, if the field is that one's alone. */
export function otherLanguage(field: string, language: QueryLanguage): QueryLanguage | undefined {
  const other = language === "JSONata" ? "JSONPath" : "JSONata";
  return LANGUAGE_FIELDS[other].has(field) ? other : undefined;
}
