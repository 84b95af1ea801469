// What an account has before a template comes to it, made when a template first asks for it and then the same for all that ask.

import { randomUUID } from "node:crypto";
import { CognitoIdentityProviderClient, CreateUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeAvailabilityZonesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { ApiGatewayV2Client, CreateApiCommand, CreateDomainNameCommand } from "@aws-sdk/client-apigatewayv2";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient, PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { zip } from "../../src/delivery/build/zip.ts";
import { importCertificate } from "../../src/testing/certificates.ts";
import type { TestAccount, TestYard } from "../../src/testing/harness.ts";
import { placeholderCode } from "./placeholders.ts";

/** Gives what a template may be told of its account. */
export type Surroundings = ReturnType<typeof surroundingsOf>;

/** The surroundings of an account. Nothing is made yet. */
export function surroundingsOf(yard: TestYard, account: TestAccount) {
  const made = new Map<string, Promise<string>>();
  const once = (what: string, make: () => Promise<string>) => (): Promise<string> => {
    const value = made.get(what) ?? make();
    made.set(what, value);
    return value;
  };
  // Domain names are everybody's: each account has one of its own.
  const domain = `a${account.account}.example.com`;
  const ec2 = account.client(EC2Client);
  const s3 = account.client(S3Client);

  const bucketName = once("bucket", async () => {
    const Bucket = `corpus-${account.account}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    return Bucket;
  });
  const vpcId = once("vpc", async () => {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.42.0.0/16" }));
    return Vpc?.VpcId ?? "";
  });
  const subnetIds = once("subnets", async () => {
    const VpcId = await vpcId();
    const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
    const ids: string[] = [];
    for (const [index, { ZoneName }] of AvailabilityZones.slice(0, 2).entries()) {
      const subnet = {
        VpcId,
        CidrBlock: `10.42.${index}.0/24`,
        ...(ZoneName === undefined ? {} : { AvailabilityZone: ZoneName }),
      };
      const { Subnet } = await ec2.send(new CreateSubnetCommand(subnet));
      ids.push(Subnet?.SubnetId ?? "");
    }
    return ids.join(",");
  });

  const certificateArn = once("certificate", () => importCertificate(yard, account, [domain, `*.${domain}`]));
  const hostedZoneId = once("zone", async () => {
    const zone = { Name: domain, CallerReference: randomUUID() };
    const { HostedZone } = await account.client(Route53Client).send(new CreateHostedZoneCommand(zone));
    return (HostedZone?.Id ?? "").replace("/hostedzone/", "");
  });

  return {
    bucketName,
    /** Of a bucket that is not there: names of buckets are everybody's. */
    newBucketName: async (parameter: string) => `corpus-${parameter.toLowerCase()}-${account.account}`,
    objectKey: once("object", async () => {
      const Body = zip(
        placeholderCode("nodejs", "index.handler").map(([path, text]) => ({ path, data: Buffer.from(text) })),
      );
      await s3.send(new PutObjectCommand({ Bucket: await bucketName(), Key: "code.zip", Body }));
      return "code.zip";
    }),
    vpcId,
    subnetIds,
    subnetId: async () => (await subnetIds()).split(",")[0] ?? "",
    securityGroupId: once("security group", async () => {
      const group = { GroupName: "corpus", Description: "corpus", VpcId: await vpcId() };
      return (await ec2.send(new CreateSecurityGroupCommand(group))).GroupId ?? "";
    }),
    certificateArn,
    hostedZoneId,
    userPoolArn: once("pool", async () => {
      const client = account.client(CognitoIdentityProviderClient);
      return (await client.send(new CreateUserPoolCommand({ PoolName: "corpus" }))).UserPool?.Arn ?? "";
    }),
    eventBusArn: (Name: string) =>
      once(`bus ${Name}`, async () => {
        const client = account.client(EventBridgeClient);
        return (await client.send(new CreateEventBusCommand({ Name }))).EventBusArn ?? "";
      })(),
    keyArn: once("key", async () => {
      const { KeyMetadata } = await account.client(KMSClient).send(new CreateKeyCommand({}));
      return KeyMetadata?.Arn ?? "";
    }),
    apiId: once("API", async () => {
      const api = { Name: "corpus", ProtocolType: "HTTP" as const, Target: "https://example.com/" };
      return (await account.client(ApiGatewayV2Client).send(new CreateApiCommand(api))).ApiId ?? "";
    }),
    /** A custom domain of APIs. */
    apiDomainName: (DomainName: string) =>
      once(`API domain ${DomainName}`, async () => {
        const CertificateArn = await importCertificate(yard, account, [DomainName]);
        const DomainNameConfigurations = [{ CertificateArn, EndpointType: "REGIONAL" as const }];
        await account
          .client(ApiGatewayV2Client)
          .send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }));
        return DomainName;
      })(),
    /** A name that is the account's: it has the zone. */
    domainName: async () => {
      await hostedZoneId();
      return domain;
    },
    secretArn: once("secret", async () => {
      const secret = { Name: "corpus", SecretString: JSON.stringify({ username: "someone", password: "something" }) };
      return (await account.client(SecretsManagerClient).send(new CreateSecretCommand(secret))).ARN ?? "";
    }),
    layerArn: once("layer", async () => {
      const ZipFile = zip([{ path: "python/placeholder.py", data: Buffer.from("") }]);
      const layer = { LayerName: "corpus", Content: { ZipFile } };
      return (await account.client(LambdaClient).send(new PublishLayerVersionCommand(layer))).LayerVersionArn ?? "";
    }),
    roleArn: once("role", async () => {
      const Principal = { Service: ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "transfer.amazonaws.com"] };
      const AssumeRolePolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Principal, Action: "sts:AssumeRole" },
      });
      const role = { RoleName: "corpus", AssumeRolePolicyDocument };
      return (await account.client(IAMClient).send(new CreateRoleCommand(role))).Role?.Arn ?? "";
    }),
  };
}
