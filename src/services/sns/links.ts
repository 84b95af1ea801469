// The links in messages, and the door behind them: the certificate that proves a signature, a subscription's confirmation,
// and its end. As in AWS, they are followed without credentials: what a token or an ARN says is the proof.
//
// DEVIATION: AWS's links have the root path of the service's host; ours have one of their own, so that no API call is
// mistaken for them.

import { AwsError } from "../../kernel/errors.ts";
import type { YardContext } from "../../service/context.ts";
import type { Door, DoorRequest } from "../../service/service.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import { confirmByToken } from "./confirmation.ts";
import { endSubscription } from "./end-subscription.ts";
import { invalidParameter } from "./errors.ts";
import { loadCertificate } from "./repo.ts";

const LINKS_PATH = "/SimpleNotificationService";
const CONFIRMATION_PAGE = `${LINKS_PATH}/confirmation.html`;
const UNSUBSCRIBE_PAGE = `${LINKS_PATH}/unsubscribe.html`;
const CERTIFICATE_PATH = /^\/SimpleNotificationService-([0-9a-f]{32})\.pem$/;

/** Where the certificate of this id is served. */
export function certificateUrl(origin: string, id: string): string {
  return `${origin}/SimpleNotificationService-${id}.pem`;
}

/** The link that ends a subscription. */
export function unsubscribeUrl(origin: string, subscriptionArn: string): string {
  return `${origin}${LINKS_PATH}?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}

/** The link by which a program confirms. */
export function subscribeUrl(origin: string, topicArn: string, token: string): string {
  return `${origin}${LINKS_PATH}?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
}

/** The links in e-mails: they lead to pages for people. */
export const pageUrls = {
  confirmation: (origin: string, topicArn: string, token: string, endpoint: string): string =>
    `${origin}${CONFIRMATION_PAGE}?TopicArn=${topicArn}&Token=${token}&Endpoint=${encodeURIComponent(endpoint)}`,
  unsubscribe: (origin: string, subscriptionArn: string, endpoint: string): string =>
    `${origin}${UNSUBSCRIBE_PAGE}?SubscriptionArn=${subscriptionArn}&Endpoint=${encodeURIComponent(endpoint)}`,
};

export const linksDoor: Door = {
  name: "sns-links",
  accepts: (_host, path) =>
    path === LINKS_PATH || path === CONFIRMATION_PAGE || path === UNSUBSCRIBE_PAGE || CERTIFICATE_PATH.test(path),
  async answer(request, yard) {
    const [, id] = CERTIFICATE_PATH.exec(request.path) ?? [];
    if (id !== undefined) return serveCertificate(id, yard);
    return request.path === LINKS_PATH ? answerProgram(request, yard) : answerPerson(request, yard);
  },
};

function serveCertificate(id: string, yard: YardContext): HttpResponse {
  const pem = yard.store.read((tx) => loadCertificate(tx, id));
  if (pem === undefined) return text(404, "There is no such certificate.\n");
  return { status: 200, headers: { "content-type": "application/x-pem-file" }, body: pem };
}

// What the links of messages to programs answer: the form of the Query API.
function answerProgram(request: DoorRequest, yard: YardContext): HttpResponse {
  const parameters = new Map(request.query);
  const action = parameters.get("Action") ?? "";
  const metadata = `<ResponseMetadata><RequestId>${request.requestId}</RequestId></ResponseMetadata>`;
  try {
    if (action === "ConfirmSubscription") {
      const arn = confirm(parameters, yard);
      const result = `<ConfirmSubscriptionResult><SubscriptionArn>${arn}</SubscriptionArn></ConfirmSubscriptionResult>`;
      return xml(200, `<ConfirmSubscriptionResponse ${NAMESPACE}>${result}${metadata}</ConfirmSubscriptionResponse>`);
    }
    if (action !== "Unsubscribe") throw invalidParameter("Action");
    unsubscribe(parameters, yard);
    return xml(200, `<UnsubscribeResponse ${NAMESPACE}>${metadata}</UnsubscribeResponse>`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code.replace(/Exception$/, "");
    const parts = `<Type>Sender</Type><Code>${code}</Code><Message>${escape(error.message)}</Message>`;
    return xml(
      error.status,
      `<ErrorResponse ${NAMESPACE}><Error>${parts}</Error><RequestId>${request.requestId}</RequestId></ErrorResponse>`,
    );
  }
}

const NAMESPACE = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';

// What the links in e-mails answer.
function answerPerson(request: DoorRequest, yard: YardContext): HttpResponse {
  const parameters = new Map(request.query);
  try {
    if (request.path === UNSUBSCRIBE_PAGE) {
      unsubscribe(parameters, yard);
      return text(200, "Subscription removed!\n");
    }
    const arn = confirm(parameters, yard);
    return text(200, `Subscription confirmed!\nYour subscription's id is:\n${arn}\n`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return text(error.status, `${error.message}\n`);
  }
}

function confirm(parameters: ReadonlyMap<string, string>, yard: YardContext): string {
  const topicArn = parameters.get("TopicArn") ?? "";
  return confirmByToken(yard, topicArn, parameters.get("Token") ?? "", { isSigned: false });
}

function unsubscribe(parameters: ReadonlyMap<string, string>, yard: YardContext): void {
  endSubscription(yard, parameters.get("SubscriptionArn") ?? "", undefined);
}

function escape(message: string): string {
  return message.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function xml(status: number, body: string): HttpResponse {
  return { status, headers: { "content-type": "text/xml" }, body: `${body}\n` };
}

function text(status: number, body: string): HttpResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}
