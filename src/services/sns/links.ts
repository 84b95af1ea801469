// The two links in every notification, and the door behind them: the certificate that proves its signature, and the end
// of the subscription. As in AWS, both are followed without credentials.
//
// DEVIATION: AWS's link to unsubscribe has the root path; ours has one of its own, so that no API call is mistaken for it.

import { AwsError } from "../../kernel/errors.ts";
import type { Door } from "../../service/service.ts";
import type { Store } from "../../store/store.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import { endSubscription } from "./end-subscription.ts";
import { loadCertificate } from "./repo.ts";

const UNSUBSCRIBE_PATH = "/SimpleNotificationService";
const CERTIFICATE_PATH = /^\/SimpleNotificationService-([0-9a-f]{32})\.pem$/;

/** Where the certificate of this id is served. */
export function certificateUrl(origin: string, id: string): string {
  return `${origin}/SimpleNotificationService-${id}.pem`;
}

/** The link that ends a subscription. */
export function unsubscribeUrl(origin: string, subscriptionArn: string): string {
  return `${origin}${UNSUBSCRIBE_PATH}?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}

export const linksDoor: Door = {
  name: "sns-links",
  accepts: (_host, path) => path === UNSUBSCRIBE_PATH || CERTIFICATE_PATH.test(path),
  async answer(request, yard) {
    const [, id] = CERTIFICATE_PATH.exec(request.path) ?? [];
    return id === undefined ? unsubscribe(request.query, yard.store) : serveCertificate(id, yard.store);
  },
};

function serveCertificate(id: string, store: Store): HttpResponse {
  const pem = store.read((tx) => loadCertificate(tx, id));
  if (pem === undefined) return text(404, "There is no such certificate.\n");
  return { status: 200, headers: { "content-type": "application/x-pem-file" }, body: pem };
}

function unsubscribe(query: readonly (readonly [name: string, value: string])[], store: Store): HttpResponse {
  const parameters = new Map(query);
  if (parameters.get("Action") !== "Unsubscribe") return text(400, "The link must have the action Unsubscribe.\n");
  try {
    endSubscription(store, parameters.get("SubscriptionArn") ?? "");
    return text(200, "The subscription has ended.\n");
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return text(error.status, `${error.message}\n`);
  }
}

function text(status: number, body: string): HttpResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}
