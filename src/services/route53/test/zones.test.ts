// Hosted zones and record sets, through the SDK.

import {
  ChangeResourceRecordSetsCommand,
  type Change,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetAccountLimitCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  GetHostedZoneCountCommand,
  GetHostedZoneLimitCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  TestDNSAnswerCommand,
  UpdateHostedZoneCommentCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, it } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

async function newZone(name = "shop.test", account?: Awaited<ReturnType<typeof newAccount>>) {
  const { route53, yard } = account ?? (await newAccount());
  const made = await route53.send(new CreateHostedZoneCommand({ Name: name, CallerReference: `ref-${name}` }));
  const id = (made.HostedZone?.Id ?? "").replace("/hostedzone/", "");
  const change = (...Changes: Change[]) =>
    route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: id, ChangeBatch: { Changes } }));
  const answer = (RecordName: string, RecordType: "A" | "CNAME" | "TXT" | "AAAA" | "MX" = "A") =>
    route53.send(new TestDNSAnswerCommand({ HostedZoneId: id, RecordName, RecordType }));
  const list = async () =>
    (await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: id }))).ResourceRecordSets ?? [];
  return { route53, yard, id, made, change, answer, list };
}

async function newAccount() {
  const yard = await sharedYard();
  const { client } = yard.account();
  return { route53: client(Route53Client), yard };
}

const a = (Name: string, ...values: string[]): Change["ResourceRecordSet"] => ({
  Name,
  Type: "A",
  TTL: 60,
  ResourceRecords: values.map((Value) => ({ Value })),
});

describe("hosted zones", () => {
  it("are made with SOA and NS records, found, listed, commented and deleted", async () => {
    // Goal: a zone's whole life. Method: each operation on one zone.
    const { route53, id, made, yard } = await newZone();
    expect(made.HostedZone).toMatchObject({
      Name: "shop.test.",
      ResourceRecordSetCount: 2,
      Config: { PrivateZone: false },
    });
    expect(made.DelegationSet?.NameServers).toHaveLength(4);
    expect(made.Location).toBe(`https://route53.amazonaws.com/2013-04-01/hostedzone/${id}`);
    expect(made.ChangeInfo?.Status).toBe("PENDING");
    await yard.yard.context.jobs.settled();
    const change = await route53.send(new GetChangeCommand({ Id: made.ChangeInfo?.Id }));
    expect(change.ChangeInfo?.Status).toBe("INSYNC");
    const found = await route53.send(new GetHostedZoneCommand({ Id: id }));
    expect(found.DelegationSet).toEqual(made.DelegationSet);
    const commented = await route53.send(new UpdateHostedZoneCommentCommand({ Id: id, Comment: "mine" }));
    expect(commented.HostedZone?.Config?.Comment).toBe("mine");
    expect((await route53.send(new GetHostedZoneCountCommand({}))).HostedZoneCount).toBe(1);
    const limit = await route53.send(new GetHostedZoneLimitCommand({ HostedZoneId: id, Type: "MAX_RRSETS_BY_ZONE" }));
    expect([limit.Limit?.Value, limit.Count]).toEqual([10_000, 2]);
    const zones = await route53.send(new GetAccountLimitCommand({ Type: "MAX_HOSTED_ZONES_BY_OWNER" }));
    expect([zones.Limit?.Value, zones.Count]).toEqual([500, 1]);
    await route53.send(new DeleteHostedZoneCommand({ Id: id }));
    await expect(route53.send(new GetHostedZoneCommand({ Id: id }))).rejects.toMatchObject({
      name: "NoSuchHostedZone",
      // AWS: recorded in public reports.
      message: `No hosted zone found with ID: ${id}`,
    });
  });

  it("are listed in pages, by id and by name from the last label to the first", async () => {
    // Goal: AWS's orders and markers. Method: three zones, pages of two.
    const account = await newAccount();
    for (const name of ["b.test", "a.b.test", "z.example"]) await newZone(name, account);
    const { route53 } = account;
    const first = await route53.send(new ListHostedZonesCommand({ MaxItems: 2 }));
    expect([first.HostedZones?.length, first.IsTruncated]).toEqual([2, true]);
    const rest = await route53.send(new ListHostedZonesCommand({ Marker: first.NextMarker }));
    expect(rest.HostedZones).toHaveLength(1);
    const named = await route53.send(new ListHostedZonesByNameCommand({ MaxItems: 2 }));
    expect(named.HostedZones?.map(({ Name }) => Name)).toEqual(["z.example.", "b.test."]);
    const next = { DNSName: named.NextDNSName, HostedZoneId: named.NextHostedZoneId };
    const after = await route53.send(new ListHostedZonesByNameCommand(next));
    expect(after.HostedZones?.map(({ Name }) => Name)).toEqual(["a.b.test."]);
  });

  it("refuse what AWS refuses", async () => {
    // Goal: documented errors. Method: each provoked once.
    const { route53, id, change } = await newZone();
    const create = (input: Partial<ConstructorParameters<typeof CreateHostedZoneCommand>[0]>) =>
      route53.send(new CreateHostedZoneCommand({ Name: "other.test", CallerReference: "other", ...input }));
    await expect(create({ CallerReference: "ref-shop.test" })).rejects.toMatchObject({
      name: "HostedZoneAlreadyExists",
    });
    await expect(create({ Name: "a..b" })).rejects.toMatchObject({ name: "InvalidDomainName" });
    await expect(create({ Name: "test" })).rejects.toMatchObject({ name: "InvalidDomainName" });
    await expect(create({ VPC: { VPCId: "vpc-1", VPCRegion: "us-east-1" } })).rejects.toMatchObject({
      name: "NotImplemented",
    });
    await change({ Action: "CREATE", ResourceRecordSet: a("www.shop.test", "1.2.3.4") });
    await expect(route53.send(new DeleteHostedZoneCommand({ Id: id }))).rejects.toMatchObject({
      name: "HostedZoneNotEmpty",
    });
    const stranger = await newAccount();
    await expect(stranger.route53.send(new GetHostedZoneCommand({ Id: id }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });
});

describe("changes", () => {
  it("are listed in AWS's order, with names escaped, and in pages", async () => {
    // AWS: ListResourceRecordSets, "Sort order"; "DNS domain name format": "*" is \052.
    const { route53, id, change, list } = await newZone();
    await change(
      { Action: "CREATE", ResourceRecordSet: a("z.shop.test", "1.1.1.1") },
      { Action: "CREATE", ResourceRecordSet: a("*.Shop.test.", "1.1.1.2") },
      { Action: "CREATE", ResourceRecordSet: a("a.z.shop.test", "1.1.1.3") },
      { Action: "UPSERT", ResourceRecordSet: a("shop.test", "1.1.1.4") },
    );
    const names = (await list()).map(({ Name, Type }) => `${Name} ${Type}`);
    expect(names).toEqual([
      "shop.test. A",
      "shop.test. NS",
      "shop.test. SOA",
      "\\052.shop.test. A",
      "z.shop.test. A",
      "a.z.shop.test. A",
    ]);
    const page = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: id, MaxItems: 4 }));
    expect([page.IsTruncated, page.NextRecordName, page.NextRecordType]).toEqual([true, "z.shop.test.", "A"]);
    const rest = await route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: id, StartRecordName: "z.shop.test", StartRecordType: "A" }),
    );
    expect(rest.ResourceRecordSets).toHaveLength(2);
  });

  it("are all made or none, and say all that is wrong", async () => {
    // Goal: atomic batches with AWS's messages. Method: a batch with one good and several bad changes.
    const { change, list } = await newZone();
    await change({ Action: "CREATE", ResourceRecordSet: a("www.shop.test", "1.2.3.4") });
    const failing = change(
      { Action: "CREATE", ResourceRecordSet: a("new.shop.test", "1.2.3.4") },
      { Action: "CREATE", ResourceRecordSet: a("www.shop.test", "1.2.3.5") },
      { Action: "DELETE", ResourceRecordSet: a("gone.shop.test", "1.2.3.4") },
      { Action: "CREATE", ResourceRecordSet: a("bad.shop.test", "300.1.1.1") },
      { Action: "CREATE", ResourceRecordSet: a("www.elsewhere.test", "1.2.3.4") },
    );
    // AWS: the messages are recorded in public reports.
    await expect(failing).rejects.toMatchObject({
      name: "InvalidChangeBatch",
      message:
        "[Tried to delete resource record set [name='gone.shop.test.', type='A'] but it was not found, " +
        "Tried to create resource record set [name='www.shop.test.', type='A'] but it already exists, " +
        "Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '300.1.1.1'', " +
        "RRSet with DNS name www.elsewhere.test. is not permitted in zone shop.test.]",
    });
    expect((await list()).map(({ Name }) => Name)).toEqual(["shop.test.", "shop.test.", "www.shop.test."]);
  });

  it("may replace a record set by deleting and creating it in one batch", async () => {
    // AWS: ChangeResourceRecordSets, "Change batches and transactional changes".
    const { change, list } = await newZone();
    await change({ Action: "CREATE", ResourceRecordSet: a("www.shop.test", "1.2.3.4") });
    const wrong = change({ Action: "DELETE", ResourceRecordSet: a("www.shop.test", "9.9.9.9") });
    await expect(wrong).rejects.toMatchObject({
      message:
        "[Tried to delete resource record set [name='www.shop.test.', type='A'] but the values provided do not match the current values]",
    });
    const cname = { Name: "www.shop.test", Type: "CNAME" as const, TTL: 60, ResourceRecords: [{ Value: "shop.test" }] };
    await change(
      { Action: "CREATE", ResourceRecordSet: cname },
      { Action: "DELETE", ResourceRecordSet: a("www.shop.test", "1.2.3.4") },
    );
    expect((await list()).map(({ Type }) => Type)).toEqual(["NS", "SOA", "CNAME"]);
  });

  it("keep a CNAME alone, and away from the apex", async () => {
    // REQUIREMENTS B23: what browsers call the apex cannot be a CNAME. AWS: the messages are recorded in public reports.
    const { change } = await newZone();
    const cname = (Name: string): Change => ({
      Action: "CREATE",
      ResourceRecordSet: { Name, Type: "CNAME", TTL: 60, ResourceRecords: [{ Value: "target.test" }] },
    });
    await expect(change(cname("shop.test"))).rejects.toMatchObject({
      message: "[RRSet of type CNAME with DNS name shop.test. is not permitted at apex in zone shop.test.]",
    });
    await change({ Action: "CREATE", ResourceRecordSet: a("www.shop.test", "1.2.3.4") });
    await expect(change(cname("www.shop.test"))).rejects.toMatchObject({
      message:
        "[RRSet of type CNAME with DNS name www.shop.test. is not permitted as it conflicts with other records with the same DNS name in zone shop.test.]",
    });
    await change(cname("blog.shop.test"));
    await expect(change({ Action: "CREATE", ResourceRecordSet: a("blog.shop.test", "1.2.3.4") })).rejects.toMatchObject(
      {
        message:
          "[RRSet of type A with DNS name blog.shop.test. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone shop.test.]",
      },
    );
  });

  it("keep the zone's own SOA and NS records", async () => {
    // AWS: the messages are recorded in public reports.
    const { change, list } = await newZone();
    const own = (await list()).map((ResourceRecordSet): Change => ({ Action: "DELETE", ResourceRecordSet }));
    await expect(change(...own)).rejects.toMatchObject({
      message:
        "[A HostedZone must contain exactly one SOA record., A HostedZone must contain at least one NS record for the zone itself.]",
    });
  });

  it("refuse requests that say too little or too much", async () => {
    // AWS: the wordings of InvalidInput are recorded in public reports.
    const { change } = await newZone();
    const create = (set: Partial<Change["ResourceRecordSet"]>) =>
      change({ Action: "CREATE", ResourceRecordSet: { Name: "x.shop.test", Type: "A", ...set } });
    const where = "in Change with [Action=CREATE, Name=x.shop.test, Type=A, SetIdentifier=null]";
    const one =
      "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found";
    await expect(create({ ResourceRecords: [{ Value: "1.2.3.4" }] })).rejects.toMatchObject({
      name: "InvalidInput",
      message: `${one} none ${where}`,
    });
    const target = { HostedZoneId: "Z2FDTNDATAQYW2", DNSName: "d1.cloudfront.net", EvaluateTargetHealth: false };
    await expect(create({ TTL: 1, AliasTarget: target })).rejects.toMatchObject({
      message: `${one} more than one ${where}`,
    });
    await expect(create({ TTL: 1, ResourceRecords: [{ Value: "1.2.3.4" }], Weight: 1 })).rejects.toMatchObject({
      message: `Invalid request: Missing field 'SetIdentifier' ${where}`,
    });
    await expect(
      create({ TTL: 1, ResourceRecords: [{ Value: "1.2.3.4" }], HealthCheckId: "none" }),
    ).rejects.toMatchObject({
      name: "NoSuchHealthCheck",
    });
  });

  it("keep routings apart", async () => {
    // AWS: the messages of latency and simple sets are recorded in public reports.
    const { change } = await newZone();
    const latency = (SetIdentifier: string, Region: "us-east-1" | "eu-west-1"): Change => ({
      Action: "CREATE",
      ResourceRecordSet: { ...a("api.shop.test", "1.2.3.4"), Name: "api.shop.test", Type: "A", SetIdentifier, Region },
    });
    await change(latency("one", "us-east-1"), latency("two", "eu-west-1"));
    await expect(change(latency("three", "us-east-1"))).rejects.toMatchObject({
      message:
        "[RRSet with DNS name api.shop.test., type A, SetIdentifier three, and Region Name=us-east-1 cannot be created because a latency RRSet with the same name, type and region already exists.]",
    });
    await expect(change({ Action: "CREATE", ResourceRecordSet: a("api.shop.test", "1.2.3.4") })).rejects.toMatchObject({
      message:
        "[RRSet with DNS name api.shop.test., type A cannot be created as other RRSets exist with the same name and type.]",
    });
  });

  it("take aliases of AWS's services and of records of the zone, and no others", async () => {
    // AWS: the messages are recorded in public reports.
    const { id, change, answer } = await newZone();
    const alias = (Name: string, HostedZoneId: string, DNSName: string): Change => ({
      Action: "CREATE",
      ResourceRecordSet: { Name, Type: "A", AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: false } },
    });
    await change({ Action: "CREATE", ResourceRecordSet: a("www.shop.test", "1.2.3.4") });
    await change(
      alias("shop.test", id, "www.shop.test"),
      alias("cdn.shop.test", "Z2FDTNDATAQYW2", "d111.cloudfront.net"),
    );
    expect((await answer("shop.test")).RecordData).toEqual(["1.2.3.4"]);
    expect((await answer("cdn.shop.test")).RecordData).toEqual(["127.0.0.1"]);
    await expect(change(alias("x.shop.test", id, "none.shop.test"))).rejects.toMatchObject({
      message: `[Tried to create an alias that targets none.shop.test., type A in zone ${id}, but that target was not found]`,
    });
    await expect(change(alias("x.shop.test", "Z2FDTNDATAQYW2", "www.example.com"))).rejects.toMatchObject({
      message:
        "[Tried to create an alias that targets www.example.com., type A in zone Z2FDTNDATAQYW2, but the alias target name does not lie within the target zone, " +
        "Tried to create an alias that targets www.example.com., type A in zone Z2FDTNDATAQYW2, but that target was not found]",
    });
  });
});
