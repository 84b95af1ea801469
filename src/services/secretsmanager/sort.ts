// The order of ListSecrets.

import type { SortByType, SortOrderType } from "@aws-sdk/client-secrets-manager";
import type { SecretRecord } from "./records.ts";

/** AWS: ListSecrets, SortBy: by creation unless told otherwise, the latest first. */
export function sortSecrets(
  secrets: readonly SecretRecord[],
  by: SortByType = "created-date",
  order: SortOrderType = "desc",
): readonly SecretRecord[] {
  const direction = order === "asc" ? 1 : -1;
  return secrets.toSorted((one, other) => direction * (compare(one, other, by) || compare(one, other, "name")));
}

function compare(one: SecretRecord, other: SecretRecord, by: SortByType): number {
  switch (by) {
    case "name":
      return one.name < other.name ? -1 : Number(one.name > other.name);
    case "last-accessed-date":
      return (one.accessedAtMs ?? 0) - (other.accessedAtMs ?? 0);
    case "last-changed-date":
      return one.changedAtMs - other.changedAtMs;
    default:
      return one.createdAtMs - other.createdAtMs;
  }
}
