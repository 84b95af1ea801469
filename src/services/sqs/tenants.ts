// Fair queues: standard queues whose messages have group ids. Each group is a tenant; a tenant that keeps the consumers
// busy is noisy, and others' messages come first. AWS: "How Amazon SQS fair queues work" in the developer guide.
//
// A tenant's visible messages stand in its line, and only the first of them is listed: as ready while the tenant is quiet,
// as noisy otherwise. So a receive costs the same however many messages a noisy tenant has waiting.

import type { GroupRecord, MessageRecord } from "./records.ts";
import type { Content } from "./repo.ts";

// AWS: noisy is who has more than 10 % of the messages in flight, and at least 30 of them. DEVIATION: AWS looks at recent
// processing time, too; documented as approximate.
const NOISY_IN_FLIGHT = 30;
const NOISY_SHARE = 0.1;
/** AWS: a tenant that has sent nothing for five minutes is quiet again. */
const FORGIVEN_AFTER_MS = 5 * 60_000;

/** What a tenant's state depends on besides itself. */
export interface Surroundings {
  readonly nowMs: number;
  /** Messages in flight in the whole queue. */
  readonly inFlight: number;
}

/** The tenants of one queue, inside one transaction. */
export class Tenants {
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  /** Lists a message that has become visible. */
  add(message: MessageRecord, around: Surroundings): void {
    this.#content.addToLine(message.groupId ?? "", message.seq);
    this.#change(message, around, (group) => {
      group.lastSentAtMs = Math.max(group.lastSentAtMs ?? 0, message.sentAtMs);
    });
  }

  /** Takes a visible message out of the lists. */
  remove(message: MessageRecord, around: Surroundings): void {
    this.#content.removeFromLine(message.groupId ?? "", message.seq);
    this.#change(message, around, () => undefined);
  }

  /** Counts a message that went to a consumer, or one that is back or gone. */
  countInFlight(message: MessageRecord, by: 1 | -1, around: Surroundings): void {
    this.#change(message, around, (group) => {
      group.inFlight = Math.max(0, group.inFlight + by);
    });
  }

  /** Looks anew at the tenant whose turn is next among the noisy: time or others may have made it quiet. */
  reconsider(around: Surroundings): void {
    const seq = this.#content.firstNoisy();
    const message = seq === undefined ? undefined : this.#content.message(seq);
    if (message !== undefined) this.#change(message, around, () => undefined);
  }

  #change({ groupId = "" }: MessageRecord, around: Surroundings, change: (group: Mutable) => void): void {
    const before = this.#content.group(groupId);
    const group: Mutable = { ...before };
    change(group);
    const headSeq = this.#content.firstInLine(groupId);
    const rank = headSeq !== undefined && isNoisy(group, around) ? group.inFlight : undefined;
    if (headSeq !== before.headSeq || rank !== before.noisyRank) {
      if (before.headSeq !== undefined) {
        if (before.noisyRank === undefined) this.#content.removeReady(before.headSeq);
        else this.#content.removeNoisy(before.noisyRank, before.headSeq);
      }
      delete group.headSeq;
      delete group.noisyRank;
      if (headSeq !== undefined) {
        group.headSeq = headSeq;
        if (rank === undefined) this.#content.addReady(headSeq);
        else {
          group.noisyRank = rank;
          this.#content.addNoisy(rank, headSeq);
        }
      }
    }
    this.#content.saveGroup(groupId, group);
  }
}

type Mutable = { -readonly [Name in keyof GroupRecord]: GroupRecord[Name] };

function isNoisy({ inFlight, lastSentAtMs = 0 }: GroupRecord, around: Surroundings): boolean {
  if (inFlight < NOISY_IN_FLIGHT || inFlight <= around.inFlight * NOISY_SHARE) return false;
  return around.nowMs - lastSentAtMs < FORGIVEN_AFTER_MS;
}
