// The constraints of API Gateway's API: enumerations and patterns, as its model declares them; their order is AWS's own where it was recorded.

import type { Constraints } from "../../service/constraints.ts";

const API_KEY_SOURCE_TYPE = { oneOf: ["HEADER", "AUTHORIZER"] } as const;
const API_KEYS_FORMAT = { oneOf: ["csv"] } as const;
const AUTHORIZER_TYPE = { oneOf: ["TOKEN", "REQUEST", "COGNITO_USER_POOLS"] } as const;
const CACHE_CLUSTER_SIZE = { oneOf: ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"] } as const;
const CONNECTION_TYPE = { oneOf: ["INTERNET", "VPC_LINK"] } as const;
const CONTENT_HANDLING_STRATEGY = { oneOf: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] } as const;
const DOCUMENTATION_PART_LOCATION_STATUS_CODE = { pattern: "^([1-5]\\d\\d|\\*|\\s*)$" } as const;
const DOCUMENTATION_PART_TYPE = {
  oneOf: [
    "RESPONSE_BODY",
    "RESPONSE",
    "METHOD",
    "MODEL",
    "AUTHORIZER",
    "RESPONSE_HEADER",
    "RESOURCE",
    "PATH_PARAMETER",
    "REQUEST_BODY",
    "QUERY_PARAMETER",
    "API",
    "REQUEST_HEADER",
  ],
} as const;
const ENDPOINT_ACCESS_MODE = { oneOf: ["BASIC", "STRICT"] } as const;
const ENDPOINT_TYPE = { oneOf: ["PRIVATE", "EDGE", "REGIONAL"] } as const;
const GATEWAY_RESPONSE_TYPE = {
  oneOf: [
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "MISSING_AUTHENTICATION_TOKEN",
    "BAD_REQUEST_BODY",
    "INVALID_SIGNATURE",
    "INVALID_API_KEY",
    "BAD_REQUEST_PARAMETERS",
    "AUTHORIZER_FAILURE",
    "UNAUTHORIZED",
    "INTEGRATION_TIMEOUT",
    "ACCESS_DENIED",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "WAF_FILTERED",
    "QUOTA_EXCEEDED",
    "THROTTLED",
    "API_CONFIGURATION_ERROR",
    "UNSUPPORTED_MEDIA_TYPE",
    "INTEGRATION_FAILURE",
    "EXPIRED_TOKEN",
  ],
} as const;
const INTEGRATION_TYPE = { oneOf: ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"] } as const;
const IP_ADDRESS_TYPE = { oneOf: ["ipv4", "dualstack"] } as const;
const LOCATION_STATUS_TYPE = { oneOf: ["DOCUMENTED", "UNDOCUMENTED"] } as const;
const OP = { oneOf: ["add", "remove", "move", "test", "replace", "copy"] } as const;
const PUT_MODE = { oneOf: ["merge", "overwrite"] } as const;
const QUOTA_PERIOD_TYPE = { oneOf: ["DAY", "WEEK", "MONTH"] } as const;
const RESOURCE_OWNER = { oneOf: ["SELF", "OTHER_ACCOUNTS"] } as const;
const RESPONSE_TRANSFER_MODE = { oneOf: ["BUFFERED", "STREAM"] } as const;
const ROUTING_MODE = {
  oneOf: ["BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"],
} as const;
const SECURITY_POLICY = {
  oneOf: [
    "TLS_1_0",
    "TLS_1_2",
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS12_2018_EDGE",
  ],
} as const;
const STATUS_CODE = { pattern: "[1-5]\\d\\d" } as const;

const PATCH = { "patchOperations.member.op": OP } as const;

export const constraints: Constraints = {
  CreateAuthorizer: {
    type: AUTHORIZER_TYPE,
  },
  CreateDeployment: {
    cacheClusterSize: CACHE_CLUSTER_SIZE,
  },
  CreateDocumentationPart: {
    "location.type": DOCUMENTATION_PART_TYPE,
    "location.statusCode": DOCUMENTATION_PART_LOCATION_STATUS_CODE,
  },
  CreateDomainName: {
    "endpointConfiguration.types.member": ENDPOINT_TYPE,
    "endpointConfiguration.ipAddressType": IP_ADDRESS_TYPE,
    securityPolicy: SECURITY_POLICY,
    endpointAccessMode: ENDPOINT_ACCESS_MODE,
    routingMode: ROUTING_MODE,
  },
  CreateRestApi: {
    apiKeySource: API_KEY_SOURCE_TYPE,
    "endpointConfiguration.types.member": ENDPOINT_TYPE,
    "endpointConfiguration.ipAddressType": IP_ADDRESS_TYPE,
    securityPolicy: SECURITY_POLICY,
    endpointAccessMode: ENDPOINT_ACCESS_MODE,
  },
  CreateStage: {
    cacheClusterSize: CACHE_CLUSTER_SIZE,
  },
  CreateUsagePlan: {
    "quota.period": QUOTA_PERIOD_TYPE,
  },
  DeleteGatewayResponse: {
    responseType: GATEWAY_RESPONSE_TYPE,
  },
  DeleteIntegrationResponse: {
    statusCode: STATUS_CODE,
  },
  DeleteMethodResponse: {
    statusCode: STATUS_CODE,
  },
  GetDocumentationParts: {
    type: DOCUMENTATION_PART_TYPE,
    locationStatus: LOCATION_STATUS_TYPE,
  },
  GetDomainNames: {
    resourceOwner: RESOURCE_OWNER,
  },
  GetGatewayResponse: {
    responseType: GATEWAY_RESPONSE_TYPE,
  },
  GetIntegrationResponse: {
    statusCode: STATUS_CODE,
  },
  GetMethodResponse: {
    statusCode: STATUS_CODE,
  },
  ImportApiKeys: {
    format: API_KEYS_FORMAT,
  },
  ImportDocumentationParts: {
    mode: PUT_MODE,
  },
  PutGatewayResponse: {
    responseType: GATEWAY_RESPONSE_TYPE,
    statusCode: STATUS_CODE,
  },
  PutIntegration: {
    type: INTEGRATION_TYPE,
    connectionType: CONNECTION_TYPE,
    contentHandling: CONTENT_HANDLING_STRATEGY,
    responseTransferMode: RESPONSE_TRANSFER_MODE,
  },
  PutIntegrationResponse: {
    statusCode: STATUS_CODE,
    contentHandling: CONTENT_HANDLING_STRATEGY,
  },
  PutMethodResponse: {
    statusCode: STATUS_CODE,
  },
  PutRestApi: {
    mode: PUT_MODE,
  },
  UpdateAccount: PATCH,
  UpdateApiKey: PATCH,
  UpdateAuthorizer: PATCH,
  UpdateBasePathMapping: PATCH,
  UpdateClientCertificate: PATCH,
  UpdateDeployment: PATCH,
  UpdateDocumentationPart: PATCH,
  UpdateDocumentationVersion: PATCH,
  UpdateDomainName: PATCH,
  UpdateGatewayResponse: {
    responseType: GATEWAY_RESPONSE_TYPE,
    ...PATCH,
  },
  UpdateIntegration: PATCH,
  UpdateIntegrationResponse: {
    statusCode: STATUS_CODE,
    ...PATCH,
  },
  UpdateMethod: PATCH,
  UpdateMethodResponse: {
    statusCode: STATUS_CODE,
    ...PATCH,
  },
  UpdateModel: PATCH,
  UpdateRequestValidator: PATCH,
  UpdateResource: PATCH,
  UpdateRestApi: PATCH,
  UpdateStage: PATCH,
  UpdateUsage: PATCH,
  UpdateUsagePlan: PATCH,
};
