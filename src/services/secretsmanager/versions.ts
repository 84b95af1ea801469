// Versions and their staging labels: a label is on one version at most. Pure.
// AWS: "What's in a Secrets Manager secret", "Secret versions".

import { limitExceeded } from "./errors.ts";
import type { SecretRecord, VersionEntry } from "./records.ts";

export const CURRENT = "AWSCURRENT";
export const PREVIOUS = "AWSPREVIOUS";
export const PENDING = "AWSPENDING";

// LIMIT: AWS: "AWS Secrets Manager quotas": labels attached across all versions of a secret: 20; versions: 100.
const MOST_LABELS = 20;
const MOST_VERSIONS = 100;
// AWS: "Secrets Manager doesn't remove versions created less than 24 hours ago."
const YOUNG_MS = 86_400_000;

type Versions = SecretRecord["versions"];

/** The version that has a label. */
export function versionWith(versions: Versions, stage: string): string | undefined {
  return Object.keys(versions).find((id) => versions[id]?.stages.includes(stage));
}

/**
 * Moves labels to a version. The version that loses AWSCURRENT gets AWSPREVIOUS. Throws LimitExceededException above the
 * number of labels.
 */
export function attach(versions: Versions, versionId: string, stages: readonly string[]): Versions {
  let moved = versions;
  for (const stage of stages) {
    const from = versionWith(moved, stage);
    if (from === versionId) continue;
    if (from !== undefined) moved = without(moved, from, stage);
    moved = withStage(moved, versionId, stage);
    if (stage === CURRENT && from !== undefined) moved = attach(moved, from, [PREVIOUS]);
  }
  const labels = new Set(Object.values(moved).flatMap((version) => version.stages));
  if (labels.size > MOST_LABELS)
    throw limitExceeded(`You can't attach more than ${MOST_LABELS} staging labels across all versions of a secret.`);
  return moved;
}

/** Takes a label away. */
export function detach(versions: Versions, stage: string): Versions {
  const from = versionWith(versions, stage);
  return from === undefined ? versions : without(versions, from, stage);
}

/** The versions with one more, without those that AWS forgets: unlabelled ones, the oldest first, where there are too many. */
export function add(
  versions: Versions,
  versionId: string,
  version: VersionEntry,
  nowMs: number,
): { readonly versions: Versions; readonly forgotten: readonly string[] } {
  const all = { ...versions, [versionId]: version };
  const isOld = (id: string): boolean =>
    id !== versionId && all[id]?.stages.length === 0 && nowMs - all[id].createdAtMs > YOUNG_MS;
  const excess = Math.max(0, Object.keys(all).length - MOST_VERSIONS);
  const forgotten = Object.keys(all).filter(isOld).slice(0, excess);
  return { versions: Object.fromEntries(Object.entries(all).filter(([id]) => !forgotten.includes(id))), forgotten };
}

function without(versions: Versions, id: string, stage: string): Versions {
  return change(versions, id, (stages) => stages.filter((each) => each !== stage));
}

function withStage(versions: Versions, id: string, stage: string): Versions {
  return change(versions, id, (stages) => [...stages, stage]);
}

function change(versions: Versions, id: string, stagesOf: (stages: readonly string[]) => readonly string[]): Versions {
  const version = versions[id];
  return version === undefined ? versions : { ...versions, [id]: { ...version, stages: stagesOf(version.stages) } };
}
