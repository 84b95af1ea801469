// Events of type MSK, SelfManagedKafka, MQ and DocumentDB: event source mappings on brokers and clusters, with what their credentials need of
// the function's role. AWS: the SAM specification of these events; names and statements of policies are the reference translator's.

import { canonicalJson } from "../../template/values.ts";
import { SamError, pick } from "../draft.ts";
import type { Values } from "../draft.ts";
import type { RoleDraft } from "../function-role.ts";
import { managedPolicyArn } from "../role-policies.ts";
import { requireProperties } from "./event.ts";
import type { ExpandEvent } from "./event.ts";
import { destinationConfig, SHARED } from "./polled-event.ts";
import { readAccess, requireKafkaAccess, requireBasicAuth } from "./source-access.ts";

const IN_NETWORKS = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeVpcs",
  "ec2:DescribeSubnets",
  "ec2:DescribeSecurityGroups",
];
const ACCESS = ["SourceAccessConfigurations"];
const POSITION = ["StartingPosition", "StartingPositionTimestamp"];
const OF_KAFKA = new Set([
  ...ACCESS,
  ...POSITION,
  ...SHARED,
  "BisectBatchOnFunctionError",
  "ConsumerGroupId",
  "DestinationConfig",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ProvisionedPollerConfig",
  "Topics",
]);
const OF_MSK = new Set([...OF_KAFKA, "Stream"]);
const OF_SELF_MANAGED = new Set([...OF_KAFKA, "KafkaBootstrapServers", "SecretsManagerKmsKeyId"]);
const OF_MQ = new Set([...ACCESS, ...SHARED, "Broker", "DynamicPolicyName", "Queues", "SecretsManagerKmsKeyId"]);
const OF_DOCUMENTS = ["CollectionName", "DatabaseName", "FullDocument"];
const OF_DOCUMENT_DB = new Set([
  ...ACCESS,
  ...POSITION,
  ...SHARED,
  ...OF_DOCUMENTS,
  "Cluster",
  "SecretsManagerKmsKeyId",
]);

/** Topics of a cluster of Amazon MSK. */
export const mskEvent: ExpandEvent = (event, handle, role, draft) => {
  requireProperties(event, OF_MSK, ["Stream", "StartingPosition"]);
  const { Stream, ConsumerGroupId, DestinationConfig, ...settings } = event.properties;
  const certificate = readAccess(event).find(({ type }) => type === "CLIENT_CERTIFICATE_TLS_AUTH");
  if (certificate !== undefined) addPolicy(role, "MSKExecutionRolePolicy", [readSecret(certificate.uri)]);
  draft.add(event.logicalId, "AWS::Lambda::EventSourceMapping", handle.attributes, {
    ...settings,
    AmazonManagedKafkaEventSourceConfig: ConsumerGroupId === undefined ? undefined : { ConsumerGroupId },
    DestinationConfig: destinationConfig(event, DestinationConfig, role),
    EventSourceArn: Stream,
    FunctionName: handle.ref,
  });
  role.managedPolicyArns.push(managedPolicyArn("AWSLambdaMSKExecutionRole"));
};

/** Topics of a Kafka cluster of one's own. */
export const selfManagedKafkaEvent: ExpandEvent = (event, handle, role, draft) => {
  requireProperties(event, OF_SELF_MANAGED, []);
  const {
    KafkaBootstrapServers,
    ConsumerGroupId,
    DestinationConfig,
    SecretsManagerKmsKeyId: keyId,
    ...settings
  } = event.properties;
  const invalid = (message: string): SamError => new SamError(`Event with id [${event.name}] is invalid. ${message}`);
  if (!isFilled(KafkaBootstrapServers))
    throw invalid("No KafkaBootstrapServers provided for self managed kafka as an event source");
  const { Topics: topics } = settings;
  if (!isFilled(topics)) throw invalid("No Topics provided for self managed kafka as an event source");
  if (topics.length > 1) throw invalid("Topics for self managed kafka only supports single configuration entry.");
  const { secret, hasAuthority, isInNetwork } = requireKafkaAccess(event);
  const statements: Values[] = [];
  if (secret !== undefined) statements.push(readSecret(secret));
  // AWS: the translator names the credentials' secret for the authority's certificate, too.
  if (hasAuthority && secret !== undefined) statements.push(readSecret(secret));
  if (isInNetwork) statements.push(allow(IN_NETWORKS, "*"));
  if (keyId !== undefined) statements.push(decryptWith(["kms:Decrypt"], keyId));
  if (statements.length > 0) addPolicy(role, "SelfManagedKafkaExecutionRolePolicy", statements, "2012-10-17");
  draft.add(event.logicalId, "AWS::Lambda::EventSourceMapping", handle.attributes, {
    ...settings,
    DestinationConfig: destinationConfig(event, DestinationConfig, role),
    FunctionName: handle.ref,
    SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers } },
    SelfManagedKafkaEventSourceConfig: ConsumerGroupId === undefined ? undefined : { ConsumerGroupId },
  });
};

/** Queues of a broker of Amazon MQ. */
export const mqEvent: ExpandEvent = (event, handle, role, draft) => {
  requireProperties(event, OF_MQ, ["Broker"]);
  const { Broker, DynamicPolicyName: isNamed, SecretsManagerKmsKeyId: keyId, ...settings } = event.properties;
  const secret = requireBasicAuth(event, "Amazon MQ", ["BASIC_AUTH", "VIRTUAL_HOST"]);
  draft.add(event.logicalId, "AWS::Lambda::EventSourceMapping", handle.attributes, {
    ...settings,
    EventSourceArn: Broker,
    FunctionName: handle.ref,
  });
  const name = isNamed === true ? `${event.logicalId}AMQPolicy` : "SamAutoGeneratedAMQPolicy";
  const statements = [readSecret(secret), allow(["mq:DescribeBroker"], Broker)];
  if (keyId !== undefined) statements.push(decryptWith("kms:Decrypt", keyId));
  addPolicy(role, name, statements);
};

/** Changes in a cluster of Amazon DocumentDB. */
export const documentDbEvent: ExpandEvent = (event, handle, role, draft) => {
  requireProperties(event, OF_DOCUMENT_DB, ["Cluster", "DatabaseName"]);
  const {
    Cluster,
    SecretsManagerKmsKeyId: keyId,
    CollectionName,
    DatabaseName,
    FullDocument,
    ...settings
  } = event.properties;
  const secret = requireBasicAuth(event, "Amazon DocumentDB", ["BASIC_AUTH"]);
  draft.add(event.logicalId, "AWS::Lambda::EventSourceMapping", handle.attributes, {
    ...settings,
    DocumentDBEventSourceConfig: pick({ CollectionName, DatabaseName, FullDocument }, OF_DOCUMENTS),
    EventSourceArn: Cluster,
    FunctionName: handle.ref,
  });
  const inRegion = (kind: string): Values => ({
    "Fn::Sub": `arn:\${AWS::Partition}:rds:\${AWS::Region}:\${AWS::AccountId}:${kind}:*`,
  });
  const statements = [
    readSecret(secret),
    allow(["rds:DescribeDBClusterParameters"], inRegion("cluster-pg")),
    allow(["rds:DescribeDBSubnetGroups"], inRegion("subgrp")),
    allow(["rds:DescribeDBClusters"], Cluster),
    allow(IN_NETWORKS, "*"),
  ];
  if (keyId !== undefined) statements.push(decryptWith(["kms:Decrypt"], keyId));
  addPolicy(role, "SamAutoGeneratedDocumentDBPolicy", statements);
};

function isFilled(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function allow(Action: readonly string[] | string, Resource: unknown): Values {
  return { Action, Effect: "Allow", Resource };
}

function readSecret(arn: unknown): Values {
  return allow(["secretsmanager:GetSecretValue"], arn);
}

function decryptWith(action: readonly string[] | string, keyId: unknown): Values {
  if (typeof keyId !== "string") throw new SamError("'SecretsManagerKmsKeyId' must be a string.");
  return allow(action, {
    "Fn::Sub": `arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/${keyId}`,
  });
}

/** AWS: a document that the role has already is not added under another name. */
function addPolicy(role: RoleDraft, PolicyName: string, Statement: readonly Values[], Version?: string): void {
  const PolicyDocument: Values = { ...(Version === undefined ? {} : { Version }), Statement };
  const written = canonicalJson(PolicyDocument);
  if (role.policies.some(({ policy }) => canonicalJson(policy["PolicyDocument"]) === written)) return;
  role.policies.push({ policy: { PolicyName, PolicyDocument }, place: "last" });
}
