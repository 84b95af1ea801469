// What is stored of an HTTP API.

import type { Cors } from "@aws-sdk/client-apigatewayv2";

export interface ApiRecord {
  readonly v: 1;
  readonly apiId: string;
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly cors?: Cors;
  readonly isExecuteEndpointDisabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
}

export interface RouteRecord {
  readonly v: 1;
  readonly routeId: string;
  /** "POST /payments/{id}", "ANY /{proxy+}" or "$default". */
  readonly routeKey: string;
  /** Where requests go; a route without an integration answers 500, as on AWS. */
  readonly integrationId?: string;
  readonly operationName?: string;
}

export interface IntegrationRecord {
  readonly v: 1;
  readonly integrationId: string;
  readonly description?: string;
  /** The function's ARN, with its qualifier if it has one. */
  readonly functionArn: string;
  /** As it was given: the ARN, or its apigateway form. */
  readonly uri: string;
  readonly timeoutMs: number;
}

export interface StageRecord {
  readonly v: 1;
  readonly stageName: string;
  readonly description?: string;
  readonly isAutoDeployed: boolean;
  /** The deployment that is served, where it is not deployed automatically. */
  readonly deploymentId?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Routes and integrations as they were when they were deployed. */
export interface DeploymentRecord {
  readonly v: 1;
  readonly deploymentId: string;
  readonly description?: string;
  readonly createdAtMs: number;
  readonly routes: readonly RouteRecord[];
  readonly integrations: readonly IntegrationRecord[];
}
