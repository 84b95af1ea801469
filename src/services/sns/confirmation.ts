// Subscriptions that begin only when their endpoint's owner confirms: the token, how it is sent, and what it does.
// AWS: Subscribe, ConfirmSubscription; tokens are valid for two days, and what was not confirmed then is removed.

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { LIMITS } from "./constraints.ts";
import { invalidParameter, topicNotFound } from "./errors.ts";
import type { ConfirmationRecord, Protocol, SubscriptionRecord, TokenRecord } from "./records.ts";
import {
  loadSubscription,
  loadToken,
  loadTopic,
  removeSubscription,
  removeToken,
  saveSubscription,
  saveToken,
} from "./repo.ts";
import { subscriptionArn } from "./subscription.ts";
import { parseTopicArn, topicArn } from "./topic.ts";

/** The kind of the job that carries a ConfirmationRecord to its endpoint. */
export const CONFIRM_JOB = "sns/confirm";

interface Expiry {
  readonly topicName: string;
  readonly token: string;
}

/**
 * Asks a subscription's endpoint to confirm, in the transaction that saves the subscription; gives the subscription as it is to
 * be saved. A subscription that waits already gets a new token, as when it is subscribed again.
 */
export function requestConfirmation(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  subscription: SubscriptionRecord,
): SubscriptionRecord {
  const pendingToken = issueToken(yard, tx, scope, subscription, "SubscriptionConfirmation");
  return { ...subscription, pendingToken };
}

/** Tells an endpoint that its subscription was ended by somebody else, with a token that brings it back. */
export function announceEnd(yard: YardContext, tx: WriteTx, scope: Scope, subscription: SubscriptionRecord): void {
  issueToken(yard, tx, scope, subscription, "UnsubscribeConfirmation");
}

function issueToken(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  subscription: SubscriptionRecord,
  type: ConfirmationRecord["type"],
): string {
  const { account, region } = scope;
  const { id: subscriptionId, topicName, protocol, endpoint } = subscription;
  const token = yard.random.hex(LIMITS.tokenCharacters);
  const nowMs = yard.clock.nowMs();
  const untilMs = nowMs + LIMITS.tokenMs;
  const restores = type === "UnsubscribeConfirmation" ? { restores: subscription } : {};
  saveToken(tx, scope, token, { v: 1, topicName, subscriptionId, untilMs, ...restores });
  const expiry: Expiry = { topicName, token };
  yard.jobs.enqueue(tx, { account, region, kind: expireTokenJob.kind, payload: expiry, dueAtMs: untilMs });
  const confirmation: ConfirmationRecord = {
    v: 1,
    type,
    messageId: yard.random.uuid(),
    topicArn: topicArn(scope, topicName),
    subscriptionId,
    protocol,
    endpoint,
    token,
    requestedAtMs: nowMs,
  };
  yard.jobs.enqueue(tx, { account, region, kind: CONFIRM_JOB, payload: confirmation });
  return token;
}

export const expireTokenJob: JobHandler = {
  kind: "sns/expire-token",
  async run(job, yard) {
    const { topicName, token } = job.payload as Expiry;
    yard.store.write((tx) => {
      const record = loadToken(tx, job, token);
      if (record === undefined) return;
      removeToken(tx, job, token);
      const subscription = loadSubscription(tx, job, topicName, record.subscriptionId);
      if (subscription?.pendingToken === token) removeSubscription(tx, job, subscription);
    });
    return "done";
  },
};

/** Who confirms: with a signature, or by the link alone. */
export interface Confirmer {
  readonly isSigned: boolean;
  /** AuthenticateOnUnsubscribe: from now on, only signed requests end the subscription. */
  readonly isUnsubscribeAuthenticated?: boolean;
}

/** Confirms the subscription that a token stands for, or brings it back; gives its ARN. To repeat it changes nothing. */
export function confirmByToken(yard: YardContext, topicArnText: string, token: string, confirmer: Confirmer): string {
  const { scope, topicName } = parseTopicArn(topicArnText);
  return yard.store.write((tx) => {
    if (loadTopic(tx, scope, topicName) === undefined) throw topicNotFound();
    const record = loadToken(tx, scope, token);
    // AWS: recorded from the service, for tokens that are wrong, of another topic, or too old.
    if (record === undefined || record.topicName !== topicName || record.untilMs <= yard.clock.nowMs())
      throw invalidParameter("Token");
    const subscription = subscriptionOf(tx, scope, record);
    if (subscription === undefined) throw invalidParameter("Token");
    const {
      pendingToken,
      isConfirmedByLink: _link,
      isUnsubscribeAuthenticated: _authenticated,
      ...kept
    } = subscription;
    if (pendingToken !== undefined || record.restores !== undefined) {
      saveSubscription(tx, scope, {
        ...kept,
        ...(confirmer.isSigned ? {} : { isConfirmedByLink: true }),
        ...(confirmer.isUnsubscribeAuthenticated === true ? { isUnsubscribeAuthenticated: true } : {}),
      });
    }
    return subscriptionArn(scope, subscription);
  });
}

function subscriptionOf(tx: ReadTx, scope: Scope, record: TokenRecord): SubscriptionRecord | undefined {
  return loadSubscription(tx, scope, record.topicName, record.subscriptionId) ?? record.restores;
}

/**
 * AWS: Subscribe: owners of HTTP/S and e-mail endpoints confirm, and so do owners of queues whom another account subscribed.
 * `callerAccount` subscribes; `endpointAccount` owns the endpoint, where it has an ARN.
 */
export function needsConfirmation(
  protocol: Protocol,
  callerAccount: string,
  endpointAccount: string | undefined,
): boolean {
  if (endpointAccount !== undefined) return endpointAccount !== callerAccount;
  // A stream's role is what its owner agrees by.
  return protocol !== "sms" && protocol !== "firehose";
}
