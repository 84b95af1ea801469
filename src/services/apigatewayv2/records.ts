// What is stored of HTTP and WebSocket APIs. Members that only one of the protocols has say so.

import type { Cors } from "@aws-sdk/client-apigatewayv2";

type Texts = Readonly<Record<string, string>>;

export type ProtocolType = "HTTP" | "WEBSOCKET";

export interface ApiRecord {
  readonly v: 1;
  readonly apiId: string;
  /** "HTTP" where it is missing: records from before there were WebSocket APIs. */
  readonly protocolType?: ProtocolType;
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly cors?: Cors;
  readonly isExecuteEndpointDisabled: boolean;
  readonly ipAddressType?: string;
  /** Of WebSocket APIs; HTTP APIs have one that is always the same. */
  readonly routeSelectionExpression?: string;
  readonly apiKeySelectionExpression?: string;
  readonly isSchemaValidationDisabled?: boolean;
  readonly tags: Texts;
  readonly createdAtMs: number;
}

export interface RouteRecord {
  readonly v: 1;
  readonly routeId: string;
  /** "POST /payments/{id}", "ANY /{proxy+}" or "$default"; of a WebSocket API "$connect", "$disconnect", "$default" or a name. */
  readonly routeKey: string;
  /** Where requests go; a route without an integration answers 500, as on AWS. */
  readonly integrationId?: string;
  readonly operationName?: string;
  /** Made by quick create. */
  readonly isManaged?: boolean;
  /** "NONE" where it is missing. */
  readonly authorizationType?: string;
  readonly authorizerId?: string;
  readonly authorizationScopes?: readonly string[];
  /** Of WebSocket APIs, as all below. */
  readonly isApiKeyRequired?: boolean;
  readonly modelSelectionExpression?: string;
  readonly requestModels?: Texts;
  readonly requestParameters?: Readonly<Record<string, { readonly Required?: boolean | undefined }>>;
  readonly routeResponseSelectionExpression?: string;
}

export interface IntegrationRecord {
  readonly v: 1;
  readonly integrationId: string;
  readonly description?: string;
  /** "AWS_PROXY" where it is missing. */
  readonly type?: string;
  /** Of HTTP APIs: "SQS-SendMessage" and the like. */
  readonly subtype?: string;
  readonly method?: string;
  /** As it was given; integrations with a subtype have none. */
  readonly uri?: string;
  readonly credentialsArn?: string;
  /** "1.0" or "2.0"; "2.0" where it is missing. */
  readonly payloadFormatVersion?: string;
  readonly requestParameters?: Texts;
  /** Made by quick create. */
  readonly isManaged?: boolean;
  /** Of HTTP APIs: by status, what to do with the response. */
  readonly responseParameters?: Readonly<Record<string, Texts>>;
  readonly timeoutMs: number;
  readonly tlsServerName?: string;
  /** Of WebSocket APIs, as all below. */
  readonly contentHandling?: string;
  readonly passthroughBehavior?: string;
  readonly requestTemplates?: Texts;
  readonly templateSelectionExpression?: string;
}

/** Limits and metrics of one route, or of all that have none of their own. */
export interface RouteSettingsRecord {
  readonly hasDetailedMetrics?: boolean;
  readonly burstLimit?: number;
  readonly rateLimit?: number;
  /** Of WebSocket APIs. */
  readonly isDataTraced?: boolean;
  readonly loggingLevel?: string;
}

export interface StageRecord {
  readonly v: 1;
  readonly stageName: string;
  readonly description?: string;
  readonly isAutoDeployed: boolean;
  /** The deployment that is served, where it is not deployed automatically. */
  readonly deploymentId?: string;
  readonly variables: Texts;
  /** What authorizers said before this is forgotten. */
  readonly authorizersFlushedAtMs?: number;
  readonly accessLog?: { readonly destinationArn?: string; readonly format?: string };
  readonly defaultRouteSettings?: RouteSettingsRecord;
  /** By route key. */
  readonly routeSettings?: Readonly<Record<string, RouteSettingsRecord>>;
  readonly tags: Texts;
  /** Made by quick create. */
  readonly isManaged?: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface AuthorizerRecord {
  readonly v: 1;
  readonly authorizerId: string;
  readonly name: string;
  readonly type: "REQUEST" | "JWT";
  readonly identitySource: readonly string[];
  /** Of functions. */
  readonly uri?: string;
  readonly credentialsArn?: string;
  readonly payloadFormatVersion?: string;
  readonly hasSimpleResponses?: boolean;
  readonly ttlSeconds?: number;
  /** Of JWT authorizers. */
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] };
}

/** What becomes of an integration's response, of WebSocket APIs. */
export interface IntegrationResponseRecord {
  readonly v: 1;
  readonly integrationResponseId: string;
  readonly integrationId: string;
  /** "$default", "/pattern/" or a status. */
  readonly integrationResponseKey: string;
  readonly contentHandling?: string;
  readonly responseParameters?: Texts;
  readonly responseTemplates?: Texts;
  readonly templateSelectionExpression?: string;
}

/** That a WebSocket API's route answers. */
export interface RouteResponseRecord {
  readonly v: 1;
  readonly routeResponseId: string;
  readonly routeId: string;
  /** "$default". */
  readonly routeResponseKey: string;
  readonly modelSelectionExpression?: string;
  readonly responseModels?: Texts;
  readonly responseParameters?: Readonly<Record<string, { readonly Required?: boolean | undefined }>>;
}

/** What messages look like, as JSON schema. */
export interface ModelRecord {
  readonly v: 1;
  readonly modelId: string;
  readonly name: string;
  readonly contentType: string;
  readonly description?: string;
  readonly schema: string;
}

/** Routes and integrations as they were when they were deployed. */
export interface DeploymentRecord extends Served {
  readonly v: 1;
  readonly deploymentId: string;
  readonly description?: string;
  readonly createdAtMs: number;
}

/** What a stage serves. */
export interface Served {
  readonly routes: readonly RouteRecord[];
  readonly integrations: readonly IntegrationRecord[];
  /** None where it is missing: deployments from before there were authorizers. */
  readonly authorizers?: readonly AuthorizerRecord[];
  /** Of WebSocket APIs, as all below. */
  readonly integrationResponses?: readonly IntegrationResponseRecord[];
  readonly routeResponses?: readonly RouteResponseRecord[];
  readonly models?: readonly ModelRecord[];
}
