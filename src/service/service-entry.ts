// A service as a yard knows it before it is needed. Reading in all of them is most of a start, and few yards use more than a handful.

import { invariant } from "../kernel/errors.ts";
import type { ServiceId } from "../model/model.ts";
import type { ServiceDefinition } from "./service.ts";

/** How a service is found and read in. What it says of itself is checked when it is. */
export interface ServiceEntry {
  readonly id: ServiceId;
  /** First members of its keys in the store, and what its jobs' kinds begin with; its id, if left out. */
  readonly names?: readonly string[];
  /**
   * It runs by itself, or others ask it in the middle of their work: it is read in at the start if it has anything in the
   * store. One that has nothing there has nothing to say.
   */
  readonly isAsked?: boolean;
  /** Whose rows make others ask it, where that is not its own. */
  readonly askedFor?: readonly string[];
  /** Requests that are no signed calls of the AWS API may be for it. */
  readonly hasDoors?: boolean;
  /** Its rows name blobs: the prune asks it, whether it was needed so far or not. */
  readonly hasBlobs?: boolean;
  load(): Promise<ServiceDefinition>;
}

/** What others ask a service for without calling it, or what it does by itself. */
const ASKED = [
  "alarmAction",
  "apiLogRole",
  "certificateFor",
  "certificateUsers",
  "findApi",
  "findCertificate",
  "httpEndpoints",
  "membershipChanged",
  "start",
  "tokenIssuer",
  "useApiKey",
] as const satisfies readonly (keyof ServiceDefinition)[];

const DOORS = ["crossOrigin", "doors"] as const satisfies readonly (keyof ServiceDefinition)[];

/** Refuses a service that would not be read in when it is needed. */
export function checkEntry(entry: ServiceEntry, definition: ServiceDefinition): void {
  const { id, isAsked = false, hasDoors = false, hasBlobs = false } = entry;
  const says = (members: readonly (keyof ServiceDefinition)[]): boolean =>
    members.some((member) => definition[member] !== undefined);
  invariant(definition.id === id, `"${definition.id}" is listed as "${id}".`);
  invariant(
    says(ASKED) === isAsked,
    `"${id}" is listed ${isAsked ? "as one that others ask" : "as if nobody asked it"}.`,
  );
  invariant(says(DOORS) === hasDoors, `"${id}" is listed ${hasDoors ? "with" : "without"} doors.`);
  invariant(
    (definition.blobRows ?? []).length > 0 === hasBlobs,
    `"${id}" is listed ${hasBlobs ? "with" : "without"} blobs.`,
  );
  for (const { kind } of definition.jobs ?? [])
    invariant(namesOf(entry).includes(nameOfJob(kind)), `"${id}" runs jobs of kind "${kind}", and is not found by it.`);
}

/** What its rows and jobs are found by. */
export function namesOf({ id, names = [id] }: ServiceEntry): readonly string[] {
  return names;
}

/** "sns" of "sns/deliver". */
export function nameOfJob(kind: string): string {
  return kind.slice(0, kind.indexOf("/"));
}
