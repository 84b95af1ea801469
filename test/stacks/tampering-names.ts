// Changes and deletions of zones, records, health checks and certificates behind CloudFormation's back.

import {
  ApiGatewayV2Client,
  DeleteApiMappingCommand,
  DeleteDomainNameCommand,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CognitoIdentityProviderClient, DeleteUserPoolDomainCommand } from "@aws-sdk/client-cognito-identity-provider";
import { ACMClient, AddTagsToCertificateCommand, DeleteCertificateCommand } from "@aws-sdk/client-acm";
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  DeleteHealthCheckCommand,
  DeleteHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  UpdateHealthCheckCommand,
  UpdateHostedZoneCommentCommand,
} from "@aws-sdk/client-route-53";
import type { TestAccount } from "../../src/testing/harness.ts";
import type { Tampering } from "./tampering.ts";

/** The zone last: it has all the others' records. The certificate after the domains that show it. */
export function nameTamperings(owner: TestAccount, id: (logicalId: string) => string): Tampering[] {
  const route53 = owner.client(Route53Client);
  const acm = owner.client(ACMClient);
  const HostedZoneId = id("FullZone");
  const domain = `full-${owner.account}.test`;
  const change = (...Changes: Change[]) =>
    route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
  const removeRecords = async (isGone: (name: string, type: string) => boolean): Promise<void> => {
    const { ResourceRecordSets: sets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
    const gone = sets.filter(({ Name = "", Type = "" }) => isGone(Name, Type));
    if (gone.length > 0) await change(...gone.map((set): Change => ({ Action: "DELETE", ResourceRecordSet: set })));
  };
  const address = (name: string, more: object = {}): Change => ({
    Action: "UPSERT",
    ResourceRecordSet: {
      Name: `${name}.${domain}`,
      Type: "A",
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.9" }],
      ...more,
    },
  });
  const apis = owner.client(ApiGatewayV2Client);
  const pools = owner.client(CognitoIdentityProviderClient);
  const mapping = { DomainName: id("HttpDomain"), ApiMappingId: id("HttpMapping") };
  return [
    {
      logicalId: "HttpMapping",
      change: () => apis.send(new UpdateApiMappingCommand({ ...mapping, ApiId: id("Api"), ApiMappingKey: "other" })),
      differences: ["/ApiMappingKey NOT_EQUAL shop/v1 other"],
      remove: () => apis.send(new DeleteApiMappingCommand(mapping)),
    },
    {
      logicalId: "HttpDomain",
      change: () =>
        apis.send(
          new UpdateDomainNameCommand({
            DomainName: id("HttpDomain"),
            DomainNameConfigurations: [{ IpAddressType: "ipv4" }],
          }),
        ),
      differences: ["/DomainNameConfigurations/0/IpAddressType NOT_EQUAL dualstack ipv4"],
      remove: () => apis.send(new DeleteDomainNameCommand({ DomainName: id("HttpDomain") })),
    },
    {
      // It uses the certificate, and goes first.
      logicalId: "UserPoolOwnDomain",
      remove: () =>
        pools.send(
          new DeleteUserPoolDomainCommand({ UserPoolId: id("UserPoolByMail"), Domain: id("UserPoolOwnDomain") }),
        ),
    },
    {
      logicalId: "FullCertificate",
      change: () =>
        acm.send(
          new AddTagsToCertificateCommand({
            CertificateArn: id("FullCertificate"),
            Tags: [{ Key: "more", Value: "1" }],
          }),
        ),
      differences: ['/Tags/2 ADD null {"Key":"more","Value":"1"}'],
      remove: () => acm.send(new DeleteCertificateCommand({ CertificateArn: id("FullCertificate") })),
    },
    {
      logicalId: "LatencyRecord",
      change: () => change(address("latency", { SetIdentifier: "one", Region: "eu-west-1", TTL: 61 })),
      differences: ["/TTL NOT_EQUAL 60 61", "/ResourceRecords/0 NOT_EQUAL 192.0.2.1 192.0.2.9"],
      remove: () => removeRecords((name) => name.startsWith("latency.")),
    },
    {
      logicalId: "FullRecords",
      change: () => change(address("a")),
      differences: ["/RecordSets/0/ResourceRecords/0 NOT_EQUAL 192.0.2.1 192.0.2.9"],
      remove: () => removeRecords((name) => /^[ab]\./.test(name)),
    },
    {
      logicalId: "FullHealth",
      change: () => route53.send(new UpdateHealthCheckCommand({ HealthCheckId: id("FullHealth"), HealthThreshold: 1 })),
      differences: ["/HealthCheckConfig/HealthThreshold NOT_EQUAL 0 1"],
      remove: () => route53.send(new DeleteHealthCheckCommand({ HealthCheckId: id("FullHealth") })),
    },
    {
      logicalId: "FullZone",
      change: () => route53.send(new UpdateHostedZoneCommentCommand({ Id: HostedZoneId, Comment: "Less" })),
      differences: ["/HostedZoneConfig/Comment NOT_EQUAL All of it Less"],
      async remove() {
        await removeRecords((name, type) => name !== `${domain}.` || (type !== "NS" && type !== "SOA"));
        await route53.send(new DeleteHostedZoneCommand({ Id: HostedZoneId }));
      },
    },
  ];
}
