// API keys: their values, and the file form in which they are imported.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { flag, patched, type PatchRule, text } from "./patches/patch.ts";
import type { ApiKeyRecord } from "./records.ts";
import { loadApiKeyId, loadPart } from "./repo.ts";

/** Forty characters, as AWS makes them. */
export function newKeyValue(random: Random): string {
  return random.text(40, ALPHABET.base62);
}

/** Refuses a value that is too short or long, or taken. */
export function requireKeyValue(tx: ReadTx, scope: Scope, value: string): void {
  if (value.length < 20) throw badRequest("API Key value should be at least 20 characters");
  if (value.length > 128) throw badRequest("API Key value should be at most 128 characters");
  if (loadApiKeyId(tx, scope, value) !== undefined) throw conflict("API Key already exists");
}

/** "API_ID/STAGE" of a stage that is there. */
export function requireStageKey(tx: ReadTx, scope: Scope, stageKey: string): string {
  const [apiId = "", stageName = ""] = stageKey.split("/");
  if (loadPart(tx, scope, apiId, "stage", stageName) === undefined)
    throw notFound("Invalid stage identifier specified");
  return stageKey;
}

/** The key after a patch. */
export function patchedApiKey(
  tx: ReadTx,
  scope: Scope,
  apiKey: ApiKeyRecord,
  operations: readonly PatchOperation[] | undefined,
): ApiKeyRecord {
  const rules: readonly PatchRule<ApiKeyRecord>[] = [
    text<ApiKeyRecord, "name">("name"),
    text<ApiKeyRecord, "description">("description"),
    flag<ApiKeyRecord, "enabled">("enabled"),
    text<ApiKeyRecord, "customerId">("customerId"),
    {
      path: "/stages",
      ops: ["add", "remove"],
      apply: (key, { op, value = "" }) => {
        const others = key.stageKeys.filter((present) => present !== value);
        return { ...key, stageKeys: op === "add" ? [...others, requireStageKey(tx, scope, value)] : others };
      },
    },
  ];
  return patched(apiKey, operations, rules);
}

/** A line of a file of keys. AWS: "API Gateway API key file format". */
export interface ImportedKey {
  readonly name?: string;
  readonly key: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly usagePlanIds: readonly string[];
}

/** The keys in a file with a header line; columns are Name, Key, Description, Enabled and UsagePlanIds, in any order and case. */
export function parseKeyFile(csv: string): readonly ImportedKey[] {
  const [header = [], ...lines] = parseCsv(csv);
  const columns = header.map((name) => name.trim().toLowerCase());
  if (!columns.includes("key")) throw badRequest("Invalid API Key file: the header must have a column Key");
  return lines.map((line) => {
    const cell = (name: string): string | undefined => {
      const value = line[columns.indexOf(name)]?.trim();
      return value === "" ? undefined : value;
    };
    return {
      name: cell("name"),
      key: cell("key") ?? "",
      description: cell("description"),
      enabled: (cell("enabled") ?? "true").toLowerCase() === "true",
      usagePlanIds: (cell("usageplanids") ?? "")
        .split(",")
        .map((id) => id.trim())
        .filter((id) => id !== ""),
    };
  });
}

/** Lines of cells; a cell in quotation marks may hold commas, line breaks and, doubled, quotation marks. */
function parseCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, separator] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (separator === "") break;
    if (separator !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== ""));
}
