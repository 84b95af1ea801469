// AWS's service models as data: what operations exist, the shapes they take and give, how they bind to HTTP.
// Extracted from the SDK's own schemas by scripts/extract-models.mjs; loaded service by service in load.ts.

/** Our name of a service: the suffix of its SDK package, such as "sqs" or "cognito-identity-provider". */
export type ServiceId = string;

export type Protocol = "awsJson1_0" | "awsJson1_1" | "awsQuery" | "ec2Query" | "restJson1" | "restXml" | "rpcv2Cbor";

/** Traits that shapes and members carry, by Smithy's names. Absent means not set. */
export interface Traits {
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: boolean;
  readonly xmlAttribute?: boolean;
  readonly xmlNamespace?: readonly [prefix: string, uri: string] | string;
  readonly ec2QueryName?: string;
  readonly mediaType?: string;
  readonly timestampFormat?: "date-time" | "http-date" | "epoch-seconds";
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpLabel?: boolean;
  readonly httpPayload?: boolean;
  readonly httpQueryParams?: boolean;
  readonly httpResponseCode?: boolean;
  readonly hostLabel?: boolean;
  readonly idempotencyToken?: boolean;
  readonly sensitive?: boolean;
  readonly streaming?: boolean;
  readonly eventHeader?: boolean;
  readonly eventPayload?: boolean;
}

export interface Member {
  readonly name: string;
  readonly traits: Traits;
  /** Resolved on first use: shapes refer to each other in circles. */
  readonly shape: Shape;
}

export interface SimpleShape {
  readonly kind: "string" | "blob" | "boolean" | "number" | "bigInteger" | "bigDecimal" | "timestamp" | "document";
  readonly traits: Traits;
}
export interface ListShape {
  readonly kind: "list";
  readonly traits: Traits;
  readonly member: Member;
}
export interface MapShape {
  readonly kind: "map";
  readonly traits: Traits;
  readonly key: Member;
  readonly value: Member;
}
export interface StructureShape {
  readonly kind: "structure" | "union";
  readonly name: string;
  readonly traits: Traits;
  readonly members: ReadonlyMap<string, Member>;
  /** Names of the members that must be given. */
  readonly required: readonly string[];
  /** Set where the structure is an error. */
  readonly error?: {
    /** The code in query protocols, which may differ from the shape's name (the trait awsQueryError). */
    readonly code: string;
    readonly status: number;
    readonly fault: "client" | "server";
  };
}
export type Shape = SimpleShape | ListShape | MapShape | StructureShape;

export interface OperationModel {
  /** AWS's name, such as "SendMessage". */
  readonly name: string;
  readonly service: ServiceId;
  readonly http?: {
    readonly method: string;
    /** Smithy URI pattern with its constant query, such as "/{Key+}?uploads". S3's leave the bucket out. */
    readonly uri: string;
    readonly status: number;
  };
  readonly input: StructureShape;
  readonly output: StructureShape;
}

export interface ServiceModel {
  readonly id: ServiceId;
  /** Smithy's sdkId, such as "Secrets Manager". */
  readonly sdkId: string;
  readonly apiVersion: string;
  /** The service's name in a SigV4 credential scope. */
  readonly signingName: string;
  /** First label of the service's AWS host, such as "monitoring". */
  readonly endpointPrefix: string;
  /** All protocols which its clients speak, the JavaScript SDK's first. */
  readonly protocols: readonly Protocol[];
  /** Prefix of X-Amz-Target, such as "AmazonSQS". */
  readonly targetPrefix?: string;
  readonly xmlNamespace?: string;
  /** JSON answers carry the query protocol's error code in a header, because the service spoke it before. */
  readonly isQueryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** By code on the wire and by shape name. */
  readonly errors: ReadonlyMap<string, StructureShape>;
}

/** What the router knows of a service before its model is loaded. */
export interface ServiceRouting {
  readonly id: ServiceId;
  readonly sdkId: string;
  readonly apiVersion: string;
  readonly signingName: string;
  readonly endpointPrefix: string;
  readonly targetPrefix?: string;
  readonly protocols: readonly Protocol[];
  /** Names of all operations. */
  readonly operations: readonly string[];
  /**
   * Methods and URI patterns of `operations`, in the same order, where the service is bound to HTTP; and what else an
   * operation's request must have: "?name" a query parameter, "name" a header, "Bucket" S3's bucket.
   */
  readonly http?: readonly (readonly [method: string, uri: string, needs?: readonly string[]])[];
}
