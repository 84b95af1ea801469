// What somebody does to the resources of REST APIs behind CloudFormation's back: see tampering.ts.

import {
  APIGatewayClient,
  DeleteApiKeyCommand,
  DeleteAuthorizerCommand,
  DeleteBasePathMappingCommand,
  DeleteClientCertificateCommand,
  DeleteDeploymentCommand,
  DeleteDocumentationPartCommand,
  DeleteDocumentationVersionCommand,
  DeleteDomainNameCommand,
  DeleteGatewayResponseCommand,
  DeleteMethodCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  type PatchOperation,
  UpdateAccountCommand,
  UpdateApiKeyCommand,
  UpdateAuthorizerCommand,
  UpdateBasePathMappingCommand,
  UpdateClientCertificateCommand,
  UpdateDeploymentCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
  UpdateDomainNameCommand,
  UpdateGatewayResponseCommand,
  UpdateIntegrationCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import type { TestAccount } from "../../src/testing/harness.ts";
import type { Tampering } from "./tampering.ts";

const replace = (path: string, value: string): { patchOperations: PatchOperation[] } => ({
  patchOperations: [{ op: "replace", path, value }],
});

/** In an order in which nothing is deleted that another still needs. */
export function restApiTamperings(owner: TestAccount, id: (logicalId: string) => string): Tampering[] {
  const gateway = owner.client(APIGatewayClient);
  const restApiId = id("RestApi");
  const resourceId = id("RestResource");
  const usagePlanId = id("RestPlan");
  const apiKey = id("RestKey");
  const domainName = id("RestDomain");
  const stage = { restApiId, stageName: "live" };
  const place = { restApiId, resourceId, httpMethod: "POST" };
  const mapping = { domainName, basePath: "v1" };
  const role = `arn:aws:iam::${owner.account}:role/other`;
  return [
    {
      logicalId: "RestPlanKey",
      remove: () => gateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId: apiKey })),
    },
    {
      logicalId: "RestPlan",
      change: () => gateway.send(new UpdateUsagePlanCommand({ usagePlanId, ...replace("/quota/limit", "11") })),
      differences: ["/Quota/Limit NOT_EQUAL 10 11"],
      remove: async () => {
        const patchOperations = [{ op: "remove" as const, path: "/apiStages", value: `${restApiId}:live` }];
        await gateway.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
        await gateway.send(new DeleteUsagePlanCommand({ usagePlanId }));
      },
    },
    {
      logicalId: "RestKey",
      change: () => gateway.send(new UpdateApiKeyCommand({ apiKey, ...replace("/enabled", "false") })),
      differences: ["/Enabled NOT_EQUAL true false"],
      remove: () => gateway.send(new DeleteApiKeyCommand({ apiKey })),
    },
    {
      logicalId: "RestMapping",
      change: () =>
        gateway.send(
          new UpdateBasePathMappingCommand({ ...mapping, patchOperations: [{ op: "remove", path: "/stage" }] }),
        ),
      differences: ["/Stage REMOVE live null"],
      remove: () => gateway.send(new DeleteBasePathMappingCommand(mapping)),
    },
    {
      logicalId: "RestDomain",
      change: () => gateway.send(new UpdateDomainNameCommand({ domainName, ...replace("/securityPolicy", "TLS_1_0") })),
      differences: ["/SecurityPolicy NOT_EQUAL TLS_1_2 TLS_1_0"],
      async remove() {
        await gateway.send(new DeleteDomainNameCommand({ domainName }));
        // It has the same certificate, which goes later.
        await gateway.send(new DeleteDomainNameCommand({ domainName: id("EdgeDomain") }));
      },
    },
    {
      logicalId: "RestStage",
      change: () => gateway.send(new UpdateStageCommand({ ...stage, ...replace("/variables/color", "green") })),
      differences: ["/Variables/color NOT_EQUAL red green"],
      remove: () => gateway.send(new DeleteStageCommand(stage)),
    },
    {
      logicalId: "RestDeployment",
      change: () =>
        gateway.send(
          new UpdateDeploymentCommand({
            restApiId,
            deploymentId: id("RestDeployment"),
            ...replace("/description", "other"),
          }),
        ),
      differences: ["/Description NOT_EQUAL All of it other"],
      remove: async () => {
        await gateway.send(new DeleteStageCommand({ restApiId, stageName: "own" }));
        await gateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId: id("RestDeployment") }));
      },
    },
    {
      logicalId: "RestMethod",
      change: () => gateway.send(new UpdateIntegrationCommand({ ...place, ...replace("/timeoutInMillis", "6000") })),
      differences: ["/Integration/TimeoutInMillis NOT_EQUAL 5000 6000"],
      remove: () => gateway.send(new DeleteMethodCommand(place)),
    },
    {
      logicalId: "RestAuthorizer",
      change: () =>
        gateway.send(
          new UpdateAuthorizerCommand({
            restApiId,
            authorizerId: id("RestAuthorizer"),
            ...replace("/authorizerResultTtlInSeconds", "0"),
          }),
        ),
      differences: ["/AuthorizerResultTtlInSeconds NOT_EQUAL 60 0"],
      remove: () => gateway.send(new DeleteAuthorizerCommand({ restApiId, authorizerId: id("RestAuthorizer") })),
    },
    {
      logicalId: "RestModel",
      change: () =>
        gateway.send(new UpdateModelCommand({ restApiId, modelName: "Item", ...replace("/description", "other") })),
      differences: ["/Description NOT_EQUAL All of it other"],
      remove: () => gateway.send(new DeleteModelCommand({ restApiId, modelName: "Item" })),
    },
    {
      logicalId: "RestValidator",
      change: () =>
        gateway.send(
          new UpdateRequestValidatorCommand({
            restApiId,
            requestValidatorId: id("RestValidator"),
            ...replace("/validateRequestBody", "false"),
          }),
        ),
      differences: ["/ValidateRequestBody NOT_EQUAL true false"],
      remove: () =>
        gateway.send(new DeleteRequestValidatorCommand({ restApiId, requestValidatorId: id("RestValidator") })),
    },
    {
      logicalId: "RestResource",
      change: () => gateway.send(new UpdateResourceCommand({ restApiId, resourceId, ...replace("/pathPart", "x") })),
      differences: ["/PathPart NOT_EQUAL {id} x"],
      remove: () => gateway.send(new DeleteResourceCommand({ restApiId, resourceId })),
    },
    {
      logicalId: "RestGatewayResponse",
      change: () =>
        gateway.send(
          new UpdateGatewayResponseCommand({
            restApiId,
            responseType: "DEFAULT_4XX",
            ...replace("/statusCode", "419"),
          }),
        ),
      differences: ["/StatusCode NOT_EQUAL 418 419"],
      remove: () => gateway.send(new DeleteGatewayResponseCommand({ restApiId, responseType: "DEFAULT_4XX" })),
    },
    {
      logicalId: "RestDocumentation",
      change: () =>
        gateway.send(
          new UpdateDocumentationVersionCommand({
            restApiId,
            documentationVersion: "1",
            ...replace("/description", "other"),
          }),
        ),
      differences: ["/Description NOT_EQUAL All of it other"],
      remove: () => gateway.send(new DeleteDocumentationVersionCommand({ restApiId, documentationVersion: "1" })),
    },
    {
      logicalId: "RestPart",
      change: () =>
        gateway.send(
          new UpdateDocumentationPartCommand({
            restApiId,
            documentationPartId: id("RestPart"),
            ...replace("/properties", "{}"),
          }),
        ),
      differences: ['/Properties NOT_EQUAL {"summary":"all"} {}'],
      remove: () =>
        gateway.send(new DeleteDocumentationPartCommand({ restApiId, documentationPartId: id("RestPart") })),
    },
    {
      logicalId: "RestCertificate",
      change: () =>
        gateway.send(
          new UpdateClientCertificateCommand({
            clientCertificateId: id("RestCertificate"),
            ...replace("/description", "other"),
          }),
        ),
      differences: ["/Description NOT_EQUAL All of it other"],
      remove: () => gateway.send(new DeleteClientCertificateCommand({ clientCertificateId: id("RestCertificate") })),
    },
    {
      logicalId: "RestAccount",
      change: () => gateway.send(new UpdateAccountCommand(replace("/cloudwatchRoleArn", role))),
      differences: [`/CloudWatchRoleArn NOT_EQUAL arn:aws:iam::${owner.account}:role/full/full-role ${role}`],
      remove: () => gateway.send(new UpdateAccountCommand(replace("/cloudwatchRoleArn", ""))),
    },
    {
      logicalId: "RestApi",
      change: () =>
        gateway.send(
          new UpdateRestApiCommand({
            restApiId,
            patchOperations: [{ op: "remove", path: "/binaryMediaTypes/image~1jpeg" }],
          }),
        ),
      differences: ["/BinaryMediaTypes/1 REMOVE image/jpeg null"],
      remove: () => gateway.send(new DeleteRestApiCommand({ restApiId })),
    },
  ];
}
