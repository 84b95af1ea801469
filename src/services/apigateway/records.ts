// What is stored of REST APIs and of what is around them. Members have the API's own names: API Gateway's wire shapes are
// camelCase as ours are, and its patches, imports and exports speak of members by these names. Moments are `...AtMs`.

export type Texts = Readonly<Record<string, string>>;
export type Flags = Readonly<Record<string, boolean>>;

export type EndpointType = "EDGE" | "REGIONAL" | "PRIVATE";

export interface EndpointConfiguration {
  readonly types: readonly EndpointType[];
  readonly ipAddressType: "ipv4" | "dualstack";
  readonly vpcEndpointIds?: readonly string[];
}

/** The API itself. Everything but name, description, tags and version has its effect when it is deployed. */
export interface RestApiRecord {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly createdAtMs: number;
  readonly rootResourceId: string;
  /** Such as "image/png"; "*" on both sides of the slash means every body. */
  readonly binaryMediaTypes: readonly string[];
  /** Bodies from this size on are compressed for clients that take it; undefined: never. */
  readonly minimumCompressionSize?: number;
  readonly apiKeySource: "HEADER" | "AUTHORIZER";
  readonly endpointConfiguration: EndpointConfiguration;
  /** The resource policy, JSON text, with the API's full ARN where "execute-api:/..." was given. */
  readonly policy?: string;
  readonly tags: Texts;
  readonly disableExecuteApiEndpoint: boolean;
  /** What an import found and did not take. */
  readonly warnings?: readonly string[];
}

export interface ResourceRecord {
  readonly v: 1;
  readonly id: string;
  /** Undefined for the root. */
  readonly parentId?: string;
  /** "orders", "{id}" or "{proxy+}"; "" for the root. */
  readonly pathPart: string;
  /** From the root: "/orders/{id}". */
  readonly path: string;
  /** By HTTP method: "GET", "ANY". */
  readonly methods: Readonly<Record<string, Method>>;
}

export type AuthorizationType = "NONE" | "AWS_IAM" | "CUSTOM" | "COGNITO_USER_POOLS";

export interface Method {
  readonly httpMethod: string;
  readonly authorizationType: AuthorizationType;
  readonly authorizerId?: string;
  readonly apiKeyRequired: boolean;
  readonly requestValidatorId?: string;
  readonly operationName?: string;
  /** "method.request.querystring.page" -> whether it is required. */
  readonly requestParameters?: Flags;
  /** Content type -> name of a model. */
  readonly requestModels?: Texts;
  /** By status code. */
  readonly methodResponses: Readonly<Record<string, MethodResponse>>;
  readonly methodIntegration?: Integration;
  readonly authorizationScopes?: readonly string[];
}

export interface MethodResponse {
  readonly statusCode: string;
  /** "method.response.header.Location" -> whether it is required. */
  readonly responseParameters?: Flags;
  readonly responseModels?: Texts;
}

export type IntegrationType = "HTTP" | "AWS" | "MOCK" | "HTTP_PROXY" | "AWS_PROXY";
export type ContentHandling = "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
export type PassthroughBehavior = "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";

export interface Integration {
  readonly type: IntegrationType;
  /** The method of the integration's own request; undefined for MOCK. */
  readonly httpMethod?: string;
  readonly uri?: string;
  readonly connectionType?: "INTERNET" | "VPC_LINK";
  readonly connectionId?: string;
  /** A role's ARN, or "arn:aws:iam::*:user/*" for the caller's own credentials. */
  readonly credentials?: string;
  /** "integration.request.header.X" -> "method.request.querystring.y", "'text'" or "stageVariables.z". */
  readonly requestParameters?: Texts;
  /** Content type -> VTL. */
  readonly requestTemplates?: Texts;
  readonly passthroughBehavior: PassthroughBehavior;
  readonly contentHandling?: ContentHandling;
  readonly timeoutInMillis: number;
  readonly cacheNamespace: string;
  readonly cacheKeyParameters: readonly string[];
  /** By status code. */
  readonly integrationResponses: Readonly<Record<string, IntegrationResponse>>;
  readonly tlsConfig?: { readonly insecureSkipVerification: boolean };
  /** BUFFERED unless given. */
  readonly responseTransferMode?: "BUFFERED" | "STREAM";
}

export interface IntegrationResponse {
  readonly statusCode: string;
  /** A regular expression; undefined (or "") for the default. */
  readonly selectionPattern?: string;
  /** "method.response.header.X" -> "integration.response.header.Y" or "'text'". */
  readonly responseParameters?: Texts;
  readonly responseTemplates?: Texts;
  readonly contentHandling?: ContentHandling;
}

export interface AuthorizerRecord {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly type: "TOKEN" | "REQUEST" | "COGNITO_USER_POOLS";
  readonly providerARNs?: readonly string[];
  readonly authType?: string;
  readonly authorizerUri?: string;
  readonly authorizerCredentials?: string;
  /** "method.request.header.Authorization"; several of them, with commas, of a REQUEST authorizer. */
  readonly identitySource?: string;
  readonly identityValidationExpression?: string;
  /** Seconds; 0: never cached. 300 unless given. */
  readonly authorizerResultTtlInSeconds?: number;
}

export interface ModelRecord {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** JSON schema, draft 4, as text. References to others: https://apigateway.amazonaws.com/restapis/ID/models/NAME. */
  readonly schema?: string;
  readonly contentType: string;
}

export interface RequestValidatorRecord {
  readonly v: 1;
  readonly id: string;
  readonly name?: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

/** A gateway response that the customer has set, as far as it was given; gateway-responses.ts knows the rest. */
export interface GatewayResponseRecord {
  readonly v: 1;
  readonly responseType: string;
  readonly statusCode?: string;
  /** "gatewayresponse.header.X" -> "'text'" or "method.request.header.Y". */
  readonly responseParameters?: Texts;
  readonly responseTemplates?: Texts;
}

/** All of an API that requests see, as it is or as it was when it was deployed. */
export interface ApiSnapshot {
  readonly api: RestApiRecord;
  readonly resources: readonly ResourceRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  readonly models: readonly ModelRecord[];
  readonly requestValidators: readonly RequestValidatorRecord[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
}

/** Immutable but for its description; what it holds is kept apart (`loadSnapshot` in repo.ts). */
export interface DeploymentRecord {
  readonly v: 1;
  readonly id: string;
  readonly description?: string;
  readonly createdAtMs: number;
}

export interface SnapshotRecord extends ApiSnapshot {
  readonly v: 1;
}

/** A stage's settings of one method, or of all. What is undefined is the default's. */
export interface MethodSetting {
  readonly metricsEnabled?: boolean;
  readonly loggingLevel?: "OFF" | "ERROR" | "INFO";
  readonly dataTraceEnabled?: boolean;
  readonly throttlingBurstLimit?: number;
  readonly throttlingRateLimit?: number;
  readonly cachingEnabled?: boolean;
  readonly cacheTtlInSeconds?: number;
  readonly cacheDataEncrypted?: boolean;
  readonly requireAuthorizationForCacheControl?: boolean;
  readonly unauthorizedCacheControlHeaderStrategy?:
    | "FAIL_WITH_403"
    | "SUCCEED_WITH_RESPONSE_HEADER"
    | "SUCCEED_WITHOUT_RESPONSE_HEADER";
}

export interface CanarySettings {
  /** 0 to 100. */
  readonly percentTraffic: number;
  readonly deploymentId?: string;
  readonly stageVariableOverrides?: Texts;
  readonly useStageCache: boolean;
}

export interface AccessLogSettings {
  readonly destinationArn?: string;
  readonly format?: string;
}

export interface StageRecord {
  readonly v: 1;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly description?: string;
  readonly clientCertificateId?: string;
  readonly cacheClusterEnabled: boolean;
  readonly cacheClusterSize?: string;
  /** By path and method, the path's slashes as "~1": "~1orders~1{id}/GET"; stars for both mean all methods (stages.ts reads them). */
  readonly methodSettings: Readonly<Record<string, MethodSetting>>;
  readonly variables: Texts;
  readonly documentationVersion?: string;
  readonly accessLogSettings?: AccessLogSettings;
  readonly canarySettings?: CanarySettings;
  readonly tracingEnabled: boolean;
  readonly webAclArn?: string;
  readonly tags: Texts;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Cached answers of the data plane that were made before this moment are no longer served. */
  readonly cacheFlushedAtMs?: number;
  /** The same for cached decisions of authorizers. */
  readonly authorizersFlushedAtMs?: number;
}

export interface ApiKeyRecord {
  readonly v: 1;
  readonly id: string;
  /** 20 to 128 characters; one of its kind in an account and region. */
  readonly value: string;
  readonly name?: string;
  readonly customerId?: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** "API_ID/STAGE": stages that take the key without a usage plan (deprecated by AWS, and kept). */
  readonly stageKeys: readonly string[];
  readonly tags: Texts;
}

export interface ThrottleSettings {
  readonly burstLimit?: number;
  readonly rateLimit?: number;
}

export interface QuotaSettings {
  readonly limit: number;
  readonly offset: number;
  readonly period: "DAY" | "WEEK" | "MONTH";
}

export interface UsagePlanStage {
  readonly apiId: string;
  readonly stage: string;
  /** By "RESOURCE_PATH/METHOD": "/orders/GET". */
  readonly throttle?: Readonly<Record<string, ThrottleSettings>>;
}

export interface UsagePlanRecord {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly apiStages: readonly UsagePlanStage[];
  readonly throttle?: ThrottleSettings;
  readonly quota?: QuotaSettings;
  readonly productCode?: string;
  readonly tags: Texts;
  readonly createdAtMs: number;
}

export interface UsagePlanKeyRecord {
  readonly v: 1;
  readonly planId: string;
  readonly keyId: string;
  readonly createdAtMs: number;
}

/** What a key has used of a plan on one day, and what was left of the quota at that day's end. */
export interface UsageRecord {
  readonly v: 1;
  /** UTC: "2026-11-21". */
  readonly date: string;
  readonly used: number;
  readonly remaining: number;
}

export interface ClientCertificateRecord {
  readonly v: 1;
  readonly clientCertificateId: string;
  readonly description?: string;
  readonly pemEncodedCertificate: string;
  /** PKCS 8: the data plane shows the certificate to HTTP backends with it. */
  readonly privateKeyPem: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly tags: Texts;
}

export interface DocumentationPartLocation {
  readonly type: string;
  readonly path?: string;
  readonly method?: string;
  readonly statusCode?: string;
  readonly name?: string;
}

export interface DocumentationPartRecord {
  readonly v: 1;
  readonly id: string;
  readonly location: DocumentationPartLocation;
  /** JSON text. */
  readonly properties: string;
}

export interface DocumentationVersionRecord {
  readonly v: 1;
  readonly version: string;
  readonly createdAtMs: number;
  readonly description?: string;
  readonly parts: readonly DocumentationPartRecord[];
}

/** The account's settings in a region. */
export interface AccountRecord {
  readonly v: 1;
  readonly cloudwatchRoleArn?: string;
  readonly features: readonly string[];
}
