// What the store keeps of queues and messages. Every record carries its format's version.

/** A queue: its attributes as they were set, without what defaults to something. */
export interface QueueRecord {
  readonly v: 1;
  readonly name: string;
  /**
   * Under which id the queue's messages are kept. Purging gives the queue a new one, so that it costs the same
   * whatever the queue holds; the messages of the old id are swept away by a job.
   */
  readonly contentId: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly purgedAtMs?: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A message attribute: a string, or bytes. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly value: string | Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A body encrypted under a data key. */
export interface SealedBody {
  readonly body: Uint8Array;
  /** The data key, encrypted by KMS. */
  readonly dataKey: Uint8Array;
  /** For which queue the data key was made: its encryption context, wherever the message is moved. */
  readonly queueArn: string;
}

/** A message of one queue. Whether it is ready, delayed or in flight is told by the index that lists it. */
export interface MessageRecord {
  readonly v: 1;
  /** Position in the queue, in the order sent. */
  readonly seq: number;
  readonly id: string;
  /** Empty where the body is sealed. */
  readonly body: string;
  readonly sealed?: SealedBody;
  readonly bodyMd5: string;
  readonly senderId: string;
  readonly sentAtMs: number;
  readonly attributes?: MessageAttributes;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** The queue that gave the message up, in a dead-letter queue. */
  readonly deadLetterSourceArn?: string;
  /** When the message becomes visible, or became. */
  readonly visibleAtMs: number;
  /** Receives in all queues that the message was in. */
  readonly receiveCount: number;
  /** Receives in this queue: what maxReceiveCount is held against. */
  readonly receiveCountHere: number;
  readonly firstReceivedAtMs?: number;
  readonly receivedAtMs?: number;
  /** Tells the latest receive's handle from those of earlier ones. */
  readonly receiveToken?: string;
}

/** Counters of one content id, so that counts and positions cost one read whatever the queue holds. */
export interface TallyRecord {
  readonly v: 1;
  readonly nextSeq: number;
  readonly ready: number;
  readonly delayed: number;
  readonly inFlight: number;
  /** No message was sent before this time: retention need not look earlier. */
  readonly oldestSentAtMs?: number;
}

/** A message group of a FIFO queue, or a tenant of a standard one. */
export interface GroupRecord {
  readonly v: 1;
  /** While one of its messages is in flight, a FIFO group gives out no other. */
  readonly inFlight: number;
  /** The group's message that is listed as ready; none while the group is blocked or empty. */
  readonly headSeq?: number;
  /** Of a noisy tenant: its messages in flight when its head was listed. */
  readonly noisyRank?: number;
  /** Of a tenant: when it sent last. */
  readonly lastSentAtMs?: number;
  /** No later message of the group may become visible before this time. */
  readonly lastVisibleAtMs: number;
}

/** A message that a FIFO queue accepted in the last five minutes. */
export interface DeduplicationRecord {
  readonly v: 1;
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly untilMs: number;
}

/** Why a message is not visible yet. */
export type Waiting = "delayed" | "in-flight";

/** A task that moves a dead-letter queue's messages on. */
export interface MoveTaskRecord {
  readonly v: 1;
  readonly id: string;
  readonly sourceName: string;
  /** Left out where each message goes back to the queue it came from. */
  readonly destinationArn?: string;
  readonly maxMessagesPerSecond?: number;
  readonly status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  readonly failureReason?: string;
  readonly startedAtMs: number;
  readonly moved: number;
  readonly toMove: number;
}

/** What a receive with a ReceiveRequestAttemptId got, so that it can be repeated. */
export interface AttemptRecord {
  readonly v: 1;
  readonly untilMs: number;
  readonly messages: readonly {
    readonly seq: number;
    readonly receiveToken: string;
    readonly visibleAtMs: number;
  }[];
}
