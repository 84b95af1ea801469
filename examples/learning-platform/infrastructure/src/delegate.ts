// A custom resource: the name servers of an environment's zone, written into the zone above it, which is another account's. Its role there is
// assumed for each request.

import { type Change, ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { customResource } from "../../common/custom-resource.ts";

interface Properties {
  readonly RoleArn: string;
  readonly ParentZoneId: string;
  readonly Name: string;
  readonly NameServers: readonly string[];
}

export const handler = customResource<Properties>(async ({ RequestType, ResourceProperties, LogicalResourceId }) => {
  const { ParentZoneId, Name } = ResourceProperties;
  const route53 = await asDelegate(ResourceProperties.RoleArn, LogicalResourceId);
  const change = (Action: "UPSERT" | "DELETE") =>
    route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: ParentZoneId,
        ChangeBatch: { Changes: [{ Action, ResourceRecordSet: nameServers(ResourceProperties) }] },
      }),
    );
  // Of a delegation to elsewhere there is nothing of ours to delete.
  if (RequestType === "Delete") await change("DELETE").catch(ignoreMissing);
  else await change("UPSERT");
  // Another zone or name is another delegation, and the old one goes.
  return { PhysicalResourceId: `${ParentZoneId}/${Name}` };
});

async function asDelegate(RoleArn: string, RoleSessionName: string): Promise<Route53Client> {
  const { Credentials } = await new STSClient().send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials ?? {};
  return new Route53Client({
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  });
}

function nameServers({ Name, NameServers }: Properties): Change["ResourceRecordSet"] {
  return { Name, Type: "NS", TTL: 300, ResourceRecords: NameServers.map((Value) => ({ Value })) };
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "InvalidChangeBatch") throw error;
}
