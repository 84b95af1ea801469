// What a service is made of. services/NAME/service.ts is its table of contents: one call of defineService.

import type { Readable } from "node:stream";
import type { AccessRequest } from "../iam/authorization.ts";
import type { Principal } from "../iam/principal.ts";
import type { AwsError } from "../kernel/errors.ts";
import type { AccountId } from "../kernel/ids.ts";
import type { ServiceId } from "../model/model.ts";
import type { BlobRows } from "../store/blobs.ts";
import type { ReadTx, WriteTx } from "../store/store.ts";
import type { HttpRequest, HttpResponse } from "../wire/wire.ts";
import type { AlarmActionKind } from "./alarm-actions.ts";
import type { Output } from "./apis.ts";
import type { Acceptance } from "./client-connection.ts";
import type { Constraints, Violation } from "./constraints.ts";
import type { ApiFacts, ApiKeyUse, ApiKeyVerdict, CertificateFacts, Context, Scope, YardContext } from "./context.ts";
import type { HttpEndpointKind } from "./http-endpoints.ts";
import type { JobHandler } from "./jobs.ts";
import type { UsageSource } from "./metering.ts";
import type { ResourceType } from "./resource-type.ts";
import type { Tagging } from "./tagging.ts";
import type { View } from "./view.ts";

export interface Operation {
  /** AWS's name, such as "SendMessage". */
  readonly name: string;
  /** Gets input that is decoded, complete, within its constraints, and authorised. */
  run(input: never, context: Context): unknown;
}

/** Defines an operation; In and Out are the SDK's ...CommandInput (as Input<...>) and ...CommandOutput. */
export function defineOperation<In, Out>(
  name: string,
  run: (input: In, context: Context) => Output<Out> | Promise<Output<Out>>,
): { readonly name: string; run(input: In, context: Context): Output<Out> | Promise<Output<Out>> } {
  return { name, run };
}

/**
 * What an operation needs: the rule gets the decoded input and says which actions on which resources, all of which
 * must be allowed. An empty list means that AWS asks for no permission (sts:GetCallerIdentity).
 */
export type PermissionRule = (input: never, call: PermissionCall) => readonly AccessRequest[];
export type Permissions = Readonly<Record<string, PermissionRule>>;

/** What a permission rule may look at besides the input. */
export interface PermissionCall extends Scope {
  /** Who calls: some operations mean the caller itself where the input names nobody (iam:GetUser). */
  readonly principal: Principal;
  readonly yard: YardContext;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The path as the client wrote it; undefined for calls inside the process. */
  readonly requestPath?: string;
  /** The service that makes the call for the principal, such as "s3.amazonaws.com": kms:ViaService reads it. */
  readonly invokedBy?: string;
}

export interface ServiceDefinition {
  readonly id: ServiceId;
  readonly operations: readonly Operation[];
  /** One rule for each operation: an operation without a rule is refused at start. */
  readonly permissions: Permissions;
  readonly constraints?: Constraints;
  /**
   * By operation, the input members that AWS has and this service does not honour yet: a request that gives one is
   * refused (501), never served as if it had not.
   */
  readonly unserved?: Readonly<Record<string, readonly string[]>>;
  /** How this service words violations of required members and constraints; coral's wording by default. */
  readonly validationError?: (violations: readonly Violation[], operation: string) => AwsError;
  /** How this service words a denial; "User: ARN is not authorized to perform: ACTION on resource: ARN because ..." by default. */
  readonly accessDenied?: (message: string, encoded: () => string) => AwsError;
  /** Operations that take unsigned requests (the principal is then anonymous, and resource policies decide). */
  readonly anonymousOperations?: readonly string[];
  /** The resource policy that bears on a request, as JSON text. */
  readonly resourcePolicy?: (request: AccessRequest, call: PermissionCall) => string | undefined;
  /** True for what AWS has in a customer's account, as KMS's managed keys: resource control policies do not bind it. */
  readonly isOfAws?: (request: AccessRequest, call: PermissionCall) => boolean;
  /**
   * The account that decides about a request's resource. Needed only where ARNs have no account, as S3's; by default it
   * is the ARN's account, or the caller's.
   */
  readonly resourceAccount?: (request: AccessRequest, call: PermissionCall) => string | undefined;
  /** Where its records name blobs. A service that keeps blobs and does not say so loses them to the prune. */
  readonly blobRows?: readonly BlobRows[];
  /** What its resources used, for cost reports. */
  readonly usage?: UsageSource;
  /** What its resources hold, by the view's name, for looking into them: "messages" of a queue. */
  readonly views?: Readonly<Record<string, View>>;
  readonly jobs?: readonly JobHandler[];
  readonly resourceTypes?: readonly ResourceType[];
  /** Its resources that have tags, for the Resource Groups Tagging API. */
  readonly tagging?: Tagging;
  /** What pages of other origins may do with its resources, where these say so themselves, as S3's buckets. */
  readonly crossOrigin?: CrossOrigin;
  /** Told of each request that was answered, for services that keep logs of requests for their customers. */
  readonly answered?: (request: AnsweredRequest, yard: YardContext) => void;
  /** Told of every call, from outside and between services alike, to count it in the metrics of its resources: must cost next to nothing. */
  readonly counts?: (call: CountedCall, yard: YardContext) => void;
  /** Whose tokens a resource of this service signs, and with which keys: Cognito's user pools, by their ARN or their tokens' "iss". */
  readonly tokenIssuer?: (name: string, yard: YardContext) => TokenIssuer | undefined;
  /** HTTP endpoints that its ARNs name and only it can call: API destinations. */
  readonly httpEndpoints?: readonly HttpEndpointKind[];
  /** The certificate that it has for a name that a TLS client asks for: ACM's. */
  readonly certificateFor?: (serverName: string, yard: YardContext) => Promise<ServedCertificate | undefined>;
  /** The ARNs of its resources that use a certificate, so that nobody deletes that. */
  readonly certificateUsers?: (tx: ReadTx, certificateArn: string) => Iterable<string>;
  /** A certificate that it has: ACM's. */
  readonly findCertificate?: (tx: ReadTx, certificateArn: string, nowMs: number) => CertificateFacts | undefined;
  /** Counts a call with an API key, if it may be made: API Gateway's usage plans. */
  readonly useApiKey?: (yard: YardContext, scope: Scope, use: ApiKeyUse) => Promise<ApiKeyVerdict>;
  /** The role with which an account has API Gateway write execution logs. */
  readonly apiLogRole?: (tx: ReadTx, scope: Scope) => string | undefined;
  /** An API that it has: API Gateway's. */
  readonly findApi?: (tx: ReadTx, scope: Scope, apiId: string) => ApiFacts | undefined;
  /** Told in the transaction in which an account comes into an organization, goes or moves: StackSets deploys automatically. */
  readonly membershipChanged?: (tx: WriteTx, yard: YardContext, managementAccount: AccountId) => void;
  /** Doors besides the AWS API, such as the invocation of HTTP APIs. */
  readonly doors?: readonly Door[];
  /** Actions of alarms that are its own: scaling policies. */
  readonly alarmAction?: AlarmActionKind;
  /** Begins what runs by itself, such as pollers, when the yard starts. Returns how to stop it. */
  readonly start?: (yard: YardContext) => () => Promise<void>;
}

/** A call that is over. */
export interface CountedCall {
  readonly operation: string;
  /** The account and region of the caller. */
  readonly scope: Scope;
  readonly input: Readonly<Record<string, unknown>>;
  /** Undefined where the call failed. */
  readonly output: Readonly<Record<string, unknown>> | undefined;
  /** What it failed with; what is no AWS error is a fault of ours. */
  readonly failure: unknown;
  readonly durationMs: number;
}

/** Who issues tokens, as whoever checks them knows him. */
export interface TokenIssuer {
  /** The tokens' "iss". */
  readonly issuer: string;
  /** Public keys: a JSON web key set's. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  /** Whether the sign-in that a token's claims are of still holds: not signed out, not deleted. */
  holds?(claims: Readonly<Record<string, unknown>>): boolean;
}

/** A certificate with its chain and its private key, in PEM. */
export interface ServedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** A request to the service's API, and what became of it. */
export interface AnsweredRequest extends Pick<HttpRequest, "method" | "path" | "headers"> {
  readonly operation: string;
  /** Still percent-encoded, without the "?". */
  readonly rawQuery: string;
  readonly requestId: string;
  /** Undefined where it was not found out. */
  readonly principal: Principal | undefined;
  readonly sourceIp: string;
  /** On the yard's clock. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly status: number;
  readonly errorCode: string | undefined;
  /** Lower-cased names. */
  readonly answerHeaders: Readonly<Record<string, string>>;
}

/** How a service answers browsers that ask on behalf of a page of another origin. */
export interface CrossOrigin {
  /** The answer to a preflight (OPTIONS), or an AWS error; undefined where the request is not for this service. */
  preflight(request: CrossOriginRequest, yard: YardContext): HttpResponse | undefined;
  /** What the answer to any other request says besides, also where it is an error. */
  headers(request: CrossOriginRequest, yard: YardContext): Readonly<Record<string, string>>;
}

export type CrossOriginRequest = Pick<HttpRequest, "method" | "path" | "headers">;

/**
 * A way in that is not the AWS API: it has its own authentication and answers any HTTP request that it accepts.
 * Doors are asked before the request is taken for an AWS call.
 */
export interface Door {
  readonly name: string;
  /** True if the request is for this door. `host` is in lower case and has no port. */
  accepts(host: string, path: string, head: DoorHead, yard: YardContext): boolean;
  /** True for a name outside of localhost that is a customer's own: requests to it are no page's trick to reach this machine. */
  isOwnHost?(host: string, yard: YardContext): boolean;
  /** True: bodies are not read before the door is asked; it reads `access.stream`, and `body` is empty. */
  readonly isStreamed?: boolean;
  answer(request: DoorRequest, yard: YardContext, access: DoorAccess): Promise<HttpResponse>;
  /**
   * Asked where the client wants a WebSocket connection: consent, or the answer that refuses it. Doors without it take no such
   * connections, and the gateway says so.
   */
  connect?(request: DoorRequest, yard: YardContext, access: DoorAccess): Promise<Acceptance | HttpResponse>;
}

/** What there is of a request before its body. */
export interface DoorHead {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Still percent-encoded, without the "?". */
  readonly rawQuery: string;
}

export interface DoorRequest extends HttpRequest {
  /** Still percent-encoded, without the "?". */
  readonly rawQuery: string;
  /** Header lines as they came, names in their own case. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly host: string;
  readonly origin: string;
  readonly sourceIp: string;
  readonly requestId: string;
  readonly abort: AbortSignal;
}

export interface DoorSigner {
  readonly principal: Principal;
  readonly accessKeyId: string;
}

/** What the gateway does for a door: bodies as they come, identity, and AWS calls that requests stand for. */
export interface DoorAccess {
  /** The body as it comes, for doors that stream. */
  readonly stream: Readable;
  /**
   * Who signed the request for a service, such as "lambda"; undefined if nobody did. Throws as the AWS API does for
   * signatures that are wrong.
   */
  signer(signingName: string): DoorSigner | undefined;
  /**
   * Throws the service's access-denied error unless the principal may do all of this. `resourcePolicy` bears on it where the door,
   * and not the service, knows which one that is.
   */
  authorize(
    service: ServiceId,
    principal: Principal,
    requests: readonly AccessRequest[],
    scope: Scope,
    resourcePolicy?: string,
  ): void;
  /** Who signs the tokens of a resource, such as a user pool; undefined where no service knows it. */
  tokenIssuer(arn: string): TokenIssuer | undefined;
  /** Who signed a policy for others to use; throws as for a request whose signature is wrong. */
  verifyPolicy(policy: SignedPolicy): PolicySigner;
  /** An AWS call of `caller`, as if this request were it: with its address, and with `headers` for its own. */
  call(
    operation: { readonly service: ServiceId; readonly name: string },
    input: Record<string, unknown>,
    caller: PolicySigner,
    headers: Readonly<Record<string, string | undefined>>,
  ): Promise<Record<string, unknown>>;
}

/** A policy that came with its signature: S3's forms. */
export interface SignedPolicy {
  /** In base 64, as it came: this is what was signed. */
  readonly policy: string;
  readonly sessionToken: string | undefined;
  readonly signature:
    | { readonly version: 4; readonly credential: string; readonly date: string; readonly value: string }
    | { readonly version: 2; readonly accessKeyId: string; readonly value: string };
}

export interface PolicySigner {
  readonly principal: Principal;
  readonly accessKeyId?: string;
  /** Undefined where the signature names none. */
  readonly region: string | undefined;
}

/** The table of contents of one service. */
export function defineService(definition: ServiceDefinition): ServiceDefinition {
  return definition;
}
