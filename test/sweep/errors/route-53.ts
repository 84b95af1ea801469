// How each documented error of Route 53 is provoked.

import { MOST_HEALTH_CHECKS, MOST_ZONES } from "../../../src/services/route53/quotas.ts";
import { groundsFor } from "./grounds.ts";
import { sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly zoneId: string;
  readonly checkId: string;
  readonly changeId: string;
  /** A health check that a calculated one counts on. */
  readonly childId: string;
}

const ENDPOINT = { Type: "TCP" as const, IPAddress: "127.0.0.1", Port: 1, Disabled: true };
const NOBODY = "ZNOBODY";

async function prepare({ aws, name }: Grounds): Promise<Made> {
  const zone = await aws.route53.createHostedZone({ Name: "sweep.test", CallerReference: name() });
  const check = async (): Promise<string> => {
    const made = await aws.route53.createHealthCheck({ CallerReference: name(), HealthCheckConfig: ENDPOINT });
    return made.HealthCheck.Id;
  };
  const childId = await check();
  await aws.route53.createHealthCheck({
    CallerReference: name(),
    HealthCheckConfig: { Type: "CALCULATED", ChildHealthChecks: [childId], HealthThreshold: 1, Disabled: true },
  });
  return {
    zoneId: zone.HostedZone.Id.replace("/hostedzone/", ""),
    checkId: await check(),
    changeId: zone.ChangeInfo.Id.replace("/change/", ""),
    childId,
  };
}

const ONE_AT_A_TIME = unprovokable("Changes are made one after the other and at once; none meets another half-way.");
const NO_SETS = unprovokable("There are no reusable delegation sets, so none that is not reusable.");

const ON_CHECK = {
  InvalidInput: (_made, ask) => ask({ HealthCheckId: "x".repeat(65) }),
  NoSuchHealthCheck: (_made, ask) => ask({ HealthCheckId: "nobody" }),
} satisfies ErrorTable<Made>["everywhere"];

const ON_TAGGED = {
  InvalidInput: (_made, ask) => ask({ ResourceId: "x".repeat(65) }),
  NoSuchHealthCheck: (_made, ask) => ask({ ResourceType: "healthcheck", ResourceId: "nobody" }),
  NoSuchHostedZone: (_made, ask) => ask({ ResourceId: NOBODY }),
} satisfies ErrorTable<Made>["everywhere"];

const recordSet = (more: object = {}): object => ({
  Name: "www.sweep.test",
  Type: "A",
  TTL: 60,
  ResourceRecords: [{ Value: "192.0.2.1" }],
  ...more,
});
const batch = (set: object): object => ({ ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet: set }] } });

/** The errors sweep of Route 53. */
export const route53 = sweepOf<Made>({
  service: "route-53",
  prepare,
  inputs: {
    ChangeResourceRecordSets: ({ zoneId }) => ({ HostedZoneId: zoneId, ...batch(recordSet()) }),
    ChangeTagsForResource: ({ zoneId }) => ({ ResourceType: "hostedzone", ResourceId: zoneId, RemoveTagKeys: ["key"] }),
    CreateHealthCheck: ({ name }) => ({ CallerReference: name(), HealthCheckConfig: ENDPOINT }),
    CreateHostedZone: ({ name }) => ({ Name: "other.test", CallerReference: name() }),
    DeleteHealthCheck: ({ checkId }) => ({ HealthCheckId: checkId }),
    DeleteHostedZone: ({ zoneId }) => ({ Id: zoneId }),
    GetAccountLimit: () => ({ Type: "MAX_HOSTED_ZONES_BY_OWNER" }),
    GetChange: ({ changeId }) => ({ Id: changeId }),
    GetCheckerIpRanges: () => ({}),
    GetHealthCheck: ({ checkId }) => ({ HealthCheckId: checkId }),
    GetHealthCheckCount: () => ({}),
    GetHealthCheckLastFailureReason: ({ checkId }) => ({ HealthCheckId: checkId }),
    GetHealthCheckStatus: ({ checkId }) => ({ HealthCheckId: checkId }),
    GetHostedZone: ({ zoneId }) => ({ Id: zoneId }),
    GetHostedZoneCount: () => ({}),
    GetHostedZoneLimit: ({ zoneId }) => ({ HostedZoneId: zoneId, Type: "MAX_RRSETS_BY_ZONE" }),
    ListHealthChecks: () => ({}),
    ListHostedZones: () => ({}),
    ListHostedZonesByName: () => ({}),
    ListResourceRecordSets: ({ zoneId }) => ({ HostedZoneId: zoneId }),
    ListTagsForResource: ({ zoneId }) => ({ ResourceType: "hostedzone", ResourceId: zoneId }),
    ListTagsForResources: ({ zoneId }) => ({ ResourceType: "hostedzone", ResourceIds: [zoneId] }),
    TestDNSAnswer: ({ zoneId }) => ({ HostedZoneId: zoneId, RecordName: "sweep.test", RecordType: "SOA" }),
    UpdateHealthCheck: ({ checkId }) => ({ HealthCheckId: checkId }),
    UpdateHostedZoneComment: ({ zoneId }) => ({ Id: zoneId }),
  },
  everywhere: {
    IncompatibleVersion: unprovokable("Versions of the API that know less than a resource has are not served."),
    NoSuchHostedZone: (_made, ask) => ask({ Id: NOBODY, HostedZoneId: NOBODY }),
    PriorRequestNotComplete: ONE_AT_A_TIME,
    ThrottlingException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: {
    ChangeResourceRecordSets: {
      InvalidChangeBatch: (_made, ask) => ask(batch(recordSet({ Name: "www.elsewhere.test" }))),
      InvalidInput: (_made, ask) => ask(batch(recordSet({ TTL: undefined }))),
      NoSuchHealthCheck: (_made, ask) => ask(batch(recordSet({ HealthCheckId: "nobody" }))),
      NoSuchHostedZone: (_made, ask) => ask({ HostedZoneId: NOBODY }),
    },
    ChangeTagsForResource: ON_TAGGED,
    CreateHealthCheck: {
      HealthCheckAlreadyExists: async ({ call, name }, ask) => {
        const CallerReference = name();
        await call("CreateHealthCheck", { CallerReference, HealthCheckConfig: ENDPOINT });
        return ask({ CallerReference, HealthCheckConfig: { ...ENDPOINT, Port: 2 } });
      },
      InvalidInput: (_made, ask) => ask({ HealthCheckConfig: { Type: "TCP" } }),
      TooManyHealthChecks: async ({ yard, name }, ask) => {
        const full = await groundsFor(yard, "route-53");
        for (let made = 0; made < MOST_HEALTH_CHECKS; made += 1)
          await full.aws.route53.createHealthCheck({ CallerReference: name(), HealthCheckConfig: ENDPOINT });
        return ask({}, await full.user("route53:*"));
      },
    },
    CreateHostedZone: {
      ConflictingDomainExists: unprovokable("It is about private zones of one VPC; there are no VPCs."),
      DelegationSetNotAvailable: unprovokable("Name servers are names only here, of which there are always more."),
      DelegationSetNotReusable: NO_SETS,
      HostedZoneAlreadyExists: async ({ call, name }, ask) => {
        const CallerReference = name();
        await call("CreateHostedZone", { Name: "twice.test", CallerReference });
        return ask({ CallerReference });
      },
      InvalidDomainName: (_made, ask) => ask({ Name: "a..b" }),
      InvalidInput: (_made, ask) => ask({ CallerReference: "x".repeat(129) }),
      InvalidVPCId: unprovokable("There are no VPCs: whatever is given is refused as not served."),
      NoSuchDelegationSet: (_made, ask) => ask({ DelegationSetId: "NNOBODY" }),
      TooManyHostedZones: async ({ yard, name }, ask) => {
        const full = await groundsFor(yard, "route-53");
        for (let made = 0; made < MOST_ZONES; made += 1)
          await full.aws.route53.createHostedZone({ Name: "many.test", CallerReference: name() });
        return ask({}, await full.user("route53:*"));
      },
    },
    DeleteHealthCheck: {
      ...ON_CHECK,
      HealthCheckInUse: ({ childId }, ask) => ask({ HealthCheckId: childId }),
    },
    DeleteHostedZone: {
      HostedZoneNotEmpty: async ({ call, zoneId }, ask) => {
        await call("ChangeResourceRecordSets", { HostedZoneId: zoneId, ...batch(recordSet()) });
        return ask();
      },
      InvalidDomainName: unprovokable("The operation is given no domain name."),
      InvalidInput: (_made, ask) => ask({ Id: "x".repeat(33) }),
    },
    GetAccountLimit: { InvalidInput: (_made, ask) => ask({ Type: "MAX_NOTHING" }) },
    GetChange: {
      InvalidInput: (_made, ask) => ask({ Id: "x".repeat(6_501) }),
      NoSuchChange: (_made, ask) => ask({ Id: "CNOBODY" }),
    },
    GetHealthCheck: ON_CHECK,
    GetHealthCheckLastFailureReason: ON_CHECK,
    GetHealthCheckStatus: ON_CHECK,
    GetHostedZone: { InvalidInput: (_made, ask) => ask({ Id: "x".repeat(33) }) },
    GetHostedZoneCount: { InvalidInput: unprovokable("The operation has no input.") },
    GetHostedZoneLimit: {
      HostedZoneNotPrivate: (_made, ask) => ask({ Type: "MAX_VPCS_ASSOCIATED_BY_ZONE" }),
      InvalidInput: (_made, ask) => ask({ Type: "MAX_NOTHING" }),
      NoSuchHostedZone: (_made, ask) => ask({ HostedZoneId: NOBODY }),
    },
    ListHealthChecks: { InvalidInput: (_made, ask) => ask({ Marker: "nobody" }) },
    ListHostedZones: {
      DelegationSetNotReusable: NO_SETS,
      InvalidInput: (_made, ask) => ask({ Marker: "nobody" }),
      NoSuchDelegationSet: (_made, ask) => ask({ DelegationSetId: "NNOBODY" }),
    },
    ListHostedZonesByName: {
      InvalidDomainName: (_made, ask) => ask({ DNSName: "a..b" }),
      InvalidInput: (_made, ask) => ask({ MaxItems: -1 }),
    },
    ListResourceRecordSets: {
      InvalidInput: (_made, ask) => ask({ StartRecordType: "A" }),
      NoSuchHostedZone: (_made, ask) => ask({ HostedZoneId: NOBODY }),
    },
    ListTagsForResource: ON_TAGGED,
    ListTagsForResources: {
      InvalidInput: (_made, ask) => ask({ ResourceIds: ["x".repeat(65)] }),
      NoSuchHealthCheck: (_made, ask) => ask({ ResourceType: "healthcheck", ResourceIds: ["nobody"] }),
      NoSuchHostedZone: (_made, ask) => ask({ ResourceIds: [NOBODY] }),
    },
    TestDNSAnswer: {
      InvalidInput: (_made, ask) => ask({ RecordName: "www.elsewhere.test" }),
      NoSuchHostedZone: (_made, ask) => ask({ HostedZoneId: NOBODY }),
    },
    UpdateHealthCheck: {
      ...ON_CHECK,
      HealthCheckVersionMismatch: (_made, ask) => ask({ HealthCheckVersion: 99 }),
    },
    UpdateHostedZoneComment: { InvalidInput: (_made, ask) => ask({ Comment: "x".repeat(257) }) },
  },
});
