// How each documented error of CloudFront is provoked.

import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { PUBLIC_KEY } from "../../stacks/public-key.ts";
import { type ErrorTable, type Grounds, sweepOf, unprovokable } from "./table.ts";

interface Made {
  /** A distribution that uses all of the following, and is enabled. */
  readonly used: string;
  readonly usedEtag: string;
  /** A distribution that uses nothing, for what is changed. */
  readonly free: string;
  readonly freeEtag: string;
  readonly alias: string;
  readonly reference: string;
  readonly invalidation: string;
  readonly bucket: string;
  readonly cachePolicy: Thing;
  readonly originRequestPolicy: Thing;
  readonly responseHeadersPolicy: Thing;
  readonly accessControl: Thing;
  readonly accessIdentity: Thing;
  readonly publicKey: Thing;
  readonly keyGroup: Thing;
  readonly liveFunction: Thing;
  /** Another of each, which nothing uses. */
  readonly other: Readonly<Record<string, Thing>>;
}

interface Thing {
  readonly Id: string;
  readonly IfMatch: string;
  /** The name that another one of the kind has. */
  readonly taken: string;
}

type Entries = ErrorTable<Made>["everywhere"];
type Provoke = Extract<Entries[string], (...parameters: never[]) => unknown>;

const CODE = Buffer.from("function handler(event) { return event.request; }");
const FunctionConfig = { Comment: "", Runtime: "cloudfront-js-2.0" } as const;
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `name-${index}`);
const listOf = <T>(Items: readonly T[]): { Quantity: number; Items: T[] } => ({
  Quantity: Items.length,
  Items: [...Items],
});

// ---- samples of configurations ----

const cacheConfig = (Name: string, parameters: object = {}): object => ({
  Name,
  MinTTL: 0,
  DefaultTTL: 1,
  MaxTTL: 2,
  ParametersInCacheKeyAndForwardedToOrigin: {
    EnableAcceptEncodingGzip: true,
    HeadersConfig: { HeaderBehavior: "none" },
    CookiesConfig: { CookieBehavior: "none" },
    QueryStringsConfig: { QueryStringBehavior: "none" },
    ...parameters,
  },
});
const requestConfig = (Name: string, more: object = {}): object => ({
  Name,
  HeadersConfig: { HeaderBehavior: "none" },
  CookiesConfig: { CookieBehavior: "none" },
  QueryStringsConfig: { QueryStringBehavior: "none" },
  ...more,
});
const headersConfig = (Name: string, more: object = {}): object => ({ Name, ...more });
const accessConfig = (Name: string, more: object = {}): object => ({
  Name,
  OriginAccessControlOriginType: "s3",
  SigningBehavior: "always",
  SigningProtocol: "sigv4",
  ...more,
});
const identityConfig = (CallerReference: string, Comment = ""): object => ({ CallerReference, Comment });
const keyConfig = (Name: string, more: object = {}): object => ({
  Name,
  CallerReference: Name,
  EncodedKey: PUBLIC_KEY,
  ...more,
});
const HEADERS_10 = { HeaderBehavior: "whitelist", Headers: listOf(names(11)) };
const COOKIES_10 = { CookieBehavior: "whitelist", Cookies: listOf(names(11)) };
const QUERIES_10 = { QueryStringBehavior: "whitelist", QueryStrings: listOf(names(11)) };
const UNEVEN_HEADERS = { HeaderBehavior: "whitelist", Headers: { Quantity: 2, Items: ["a"] } };

function distributionConfig({ bucket }: Pick<Made, "bucket">, CallerReference: string): DistributionConfig {
  return {
    CallerReference,
    Comment: "",
    Enabled: true,
    Origins: listOf([
      { Id: "bucket", DomainName: `${bucket}.s3.amazonaws.com`, S3OriginConfig: { OriginAccessIdentity: "" } },
    ]),
    DefaultCacheBehavior: {
      TargetOriginId: "bucket",
      ViewerProtocolPolicy: "allow-all",
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
  };
}

async function prepare({ aws, name }: Grounds): Promise<Made> {
  const { cloudFront } = aws;
  const bucket = name();
  const makers: Readonly<Record<string, (Name: string) => Promise<Thing>>> = {
    async cachePolicy(taken) {
      const made = await cloudFront.createCachePolicy({ CachePolicyConfig: cacheConfig(taken) as never });
      return { Id: made.CachePolicy?.Id ?? "", IfMatch: made.ETag ?? "", taken };
    },
    async originRequestPolicy(taken) {
      const made = await cloudFront.createOriginRequestPolicy({
        OriginRequestPolicyConfig: requestConfig(taken) as never,
      });
      return { Id: made.OriginRequestPolicy?.Id ?? "", IfMatch: made.ETag ?? "", taken };
    },
    async responseHeadersPolicy(taken) {
      const made = await cloudFront.createResponseHeadersPolicy({
        ResponseHeadersPolicyConfig: headersConfig(taken) as never,
      });
      return { Id: made.ResponseHeadersPolicy?.Id ?? "", IfMatch: made.ETag ?? "", taken };
    },
    async accessControl(taken) {
      const made = await cloudFront.createOriginAccessControl({
        OriginAccessControlConfig: accessConfig(taken) as never,
      });
      return { Id: made.OriginAccessControl?.Id ?? "", IfMatch: made.ETag ?? "", taken };
    },
    async accessIdentity(taken) {
      const made = await cloudFront.createCloudFrontOriginAccessIdentity({
        CloudFrontOriginAccessIdentityConfig: identityConfig(taken, "made") as never,
      });
      return { Id: made.CloudFrontOriginAccessIdentity?.Id ?? "", IfMatch: made.ETag ?? "", taken };
    },
    async publicKey(taken) {
      const made = await cloudFront.createPublicKey({ PublicKeyConfig: keyConfig(taken) as never });
      return { Id: made.PublicKey?.Id ?? "", IfMatch: made.ETag ?? "", taken };
    },
  };
  const pair = async (kind: string): Promise<readonly [Thing, Thing]> => {
    const make = makers[kind];
    if (make === undefined) throw new Error(`Nobody makes a ${kind}.`);
    const [first, second] = [await make(name()), await make(name())];
    return [
      { ...first, taken: second.taken },
      { ...second, taken: first.taken },
    ];
  };
  const [cachePolicy, otherCache] = await pair("cachePolicy");
  const [originRequestPolicy, otherRequest] = await pair("originRequestPolicy");
  const [responseHeadersPolicy, otherHeaders] = await pair("responseHeadersPolicy");
  const [accessControl, otherAccess] = await pair("accessControl");
  const [accessIdentity, otherIdentity] = await pair("accessIdentity");
  const [publicKey, otherKey] = await pair("publicKey");
  const group = async (Name: string): Promise<Thing> => {
    const made = await cloudFront.createKeyGroup({ KeyGroupConfig: { Name, Items: [publicKey.Id] } });
    return { Id: made.KeyGroup?.Id ?? "", IfMatch: made.ETag ?? "", taken: Name };
  };
  const [keyGroup, otherGroup] = [await group(name()), await group(name())];
  const program = async (Id: string): Promise<Thing> => {
    const made = await cloudFront.createFunction({ Name: Id, FunctionConfig, FunctionCode: CODE });
    await cloudFront.publishFunction({ Name: Id, IfMatch: made.ETag });
    return { Id, IfMatch: made.ETag ?? "", taken: Id };
  };
  const [liveFunction, otherFunction] = [await program(name()), await program(name())];
  const { FunctionSummary } = await cloudFront.describeFunction({ Name: liveFunction.Id });
  const alias = `${bucket}.localhost`;
  const reference = name();
  const plain = distributionConfig({ bucket }, reference);
  const [origin] = plain.Origins?.Items ?? [];
  const { Distribution, ETag } = await cloudFront.createDistribution({
    DistributionConfig: {
      ...plain,
      Aliases: listOf([alias]),
      Origins: listOf([
        { ...origin, Id: "bucket", DomainName: origin?.DomainName, OriginAccessControlId: accessControl.Id },
        {
          Id: "identity",
          DomainName: origin?.DomainName,
          S3OriginConfig: { OriginAccessIdentity: `origin-access-identity/cloudfront/${accessIdentity.Id}` },
        },
      ]),
      DefaultCacheBehavior: {
        TargetOriginId: "bucket",
        ViewerProtocolPolicy: "allow-all",
        CachePolicyId: cachePolicy.Id,
        OriginRequestPolicyId: originRequestPolicy.Id,
        ResponseHeadersPolicyId: responseHeadersPolicy.Id,
        TrustedKeyGroups: { Enabled: true, ...listOf([keyGroup.Id]) },
        FunctionAssociations: listOf([
          { EventType: "viewer-request", FunctionARN: FunctionSummary?.FunctionMetadata?.FunctionARN },
        ]),
      },
    },
  });
  const used = Distribution?.Id ?? "";
  const changed = await cloudFront.createDistribution({
    DistributionConfig: distributionConfig({ bucket }, `${reference}-free`),
  });
  const { Invalidation } = await cloudFront.createInvalidation({
    DistributionId: used,
    InvalidationBatch: { CallerReference: "first", Paths: listOf(["/*"]) },
  });
  return {
    used,
    usedEtag: ETag ?? "",
    free: changed.Distribution?.Id ?? "",
    freeEtag: changed.ETag ?? "",
    alias,
    reference,
    invalidation: Invalidation?.Id ?? "",
    bucket,
    cachePolicy,
    originRequestPolicy,
    responseHeadersPolicy,
    accessControl,
    accessIdentity,
    publicKey,
    keyGroup: { ...keyGroup, taken: otherGroup.taken },
    liveFunction,
    other: {
      CachePolicy: otherCache,
      OriginRequestPolicy: otherRequest,
      ResponseHeadersPolicy: otherHeaders,
      OriginAccessControl: otherAccess,
      CloudFrontOriginAccessIdentity: otherIdentity,
      PublicKey: otherKey,
      KeyGroup: { ...otherGroup, taken: keyGroup.taken },
      Function: otherFunction,
    },
  };
}

const NOBODYS_ID = "E00000000000000";

// ---- distributions: what is wrong with a configuration is wrong for each operation that takes one ----

type Config = DistributionConfig;
type Behaviour = NonNullable<Config["DefaultCacheBehavior"]>;
type Change = (config: Config, made: Made & Grounds) => Config;

const configured =
  (change: Change): Provoke =>
  (made, ask, operation) => {
    const config = change(
      distributionConfig(made, operation === "UpdateDistribution" ? `${made.reference}-free` : made.name()),
      made,
    );
    return ask(
      operation === "CreateDistributionWithTags"
        ? { DistributionConfigWithTags: { DistributionConfig: config, Tags: { Items: [] } } }
        : { DistributionConfig: config },
    );
  };
const behaving = (change: Partial<Behaviour> | ((made: Made & Grounds) => Partial<Behaviour>)): Provoke =>
  configured((config, made) => ({
    ...config,
    DefaultCacheBehavior: {
      TargetOriginId: "bucket",
      ViewerProtocolPolicy: "allow-all",
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      ...(typeof change === "function" ? change(made) : change),
    },
  }));
const originating = (change: object): Provoke =>
  configured((config) => ({
    ...config,
    Origins: listOf((config.Origins?.Items ?? []).map((origin) => ({ ...origin, ...change }))),
  }));
const legacy = (values: object, more: Partial<Behaviour> = {}): Provoke =>
  behaving({
    CachePolicyId: undefined,
    ForwardedValues: { QueryString: false, Cookies: { Forward: "none" }, ...values },
    MinTTL: 0,
    ...more,
  });
const CUSTOM = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only" };
const custom = (more: object): Provoke =>
  originating({ DomainName: "example.com", S3OriginConfig: undefined, CustomOriginConfig: { ...CUSTOM, ...more } });
const errorResponse = (response: object): Provoke =>
  configured((config) => ({ ...config, CustomErrorResponses: listOf([response as never]) }));
const restricted = (RestrictionType: "whitelist" | "none", codes: readonly string[]): Provoke =>
  configured((config) => ({ ...config, Restrictions: { GeoRestriction: { RestrictionType, ...listOf(codes) } } }));

const REFUSED = unprovokable("The setting that it is about is refused here with NotImplemented, by name.");
const NO_QUOTA = unprovokable("A quota of AWS's edge locations, which one machine does not have.");
const NO_CASE = unprovokable("The API reference lists it for the operation and names no case that its input could be.");
const COPIES = unprovokable("The configuration that is copied is one that CloudFront has taken before.");

const CONFIGURATION: Entries = {
  CNAMEAlreadyExists: configured((config, { alias, used }) => ({ ...config, Aliases: listOf([alias]), Comment: used })),
  IllegalFieldLevelEncryptionConfigAssociationWithCacheBehavior: REFUSED,
  InvalidDefaultRootObject: configured((config) => ({ ...config, DefaultRootObject: "/index.html" })),
  InvalidErrorCode: errorResponse({ ErrorCode: 418 }),
  InvalidForwardCookies: legacy({ Cookies: { Forward: "whitelist" } }),
  InvalidFunctionAssociation: behaving({
    FunctionAssociations: listOf([
      { EventType: "viewer-request" as const, FunctionARN: "arn:aws:cloudfront::111122223333:function/other" },
    ]),
  }),
  InvalidGeoRestrictionParameter: restricted("none", ["DE"]),
  InvalidHeadersForS3Origin: NO_CASE,
  InvalidLambdaFunctionAssociation: REFUSED,
  InvalidLocationCode: restricted("whitelist", ["Germany"]),
  InvalidMinimumProtocolVersion: NO_CASE,
  InvalidOrigin: originating({ DomainName: "example.com" }),
  InvalidOriginAccessControl: originating({ OriginAccessControlId: "E00000000000000" }),
  InvalidOriginAccessIdentity: originating({
    S3OriginConfig: { OriginAccessIdentity: `origin-access-identity/cloudfront/${NOBODYS_ID}` },
  }),
  InvalidOriginKeepaliveTimeout: custom({ OriginKeepaliveTimeout: 500 }),
  InvalidOriginReadTimeout: custom({ OriginReadTimeout: 500 }),
  InvalidProtocolSettings: NO_CASE,
  InvalidQueryStringParameters: NO_CASE,
  InvalidRelativePath: errorResponse({ ErrorCode: 404, ResponsePagePath: "page", ResponseCode: "200" }),
  InvalidRequiredProtocol: NO_CASE,
  InvalidResponseCode: errorResponse({ ErrorCode: 404, ResponsePagePath: "/page" }),
  InvalidTTLOrder: legacy({}, { MinTTL: 10, DefaultTTL: 5 }),
  InvalidViewerCertificate: configured((config) => ({ ...config, Aliases: listOf(["nobody.example.com"]) })),
  MissingBody: unprovokable("The SDK sends a body, and a request without one lacks a required member: MalformedXML."),
  NoSuchCachePolicy: behaving({ CachePolicyId: "00000000-0000-0000-0000-000000000000" }),
  NoSuchFieldLevelEncryptionConfig: REFUSED,
  NoSuchOrigin: behaving({ TargetOriginId: "other" }),
  NoSuchOriginRequestPolicy: behaving({ OriginRequestPolicyId: "00000000-0000-0000-0000-000000000000" }),
  NoSuchRealtimeLogConfig: REFUSED,
  NoSuchResponseHeadersPolicy: behaving({ ResponseHeadersPolicyId: "00000000-0000-0000-0000-000000000000" }),
  RealtimeLogConfigOwnerMismatch: REFUSED,
  TooManyCacheBehaviors: configured((config) => ({
    ...config,
    CacheBehaviors: listOf(
      names(76).map((PathPattern) => ({
        PathPattern,
        TargetOriginId: "bucket",
        ViewerProtocolPolicy: "allow-all" as const,
        CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      })),
    ),
  })),
  TooManyCertificates: NO_QUOTA,
  TooManyCookieNamesInWhiteList: NO_QUOTA,
  TooManyDistributionCNAMEs: configured((config) => ({
    ...config,
    Aliases: listOf(names(101).map((each) => `${each}.localhost`)),
  })),
  TooManyDistributionsAssociatedToCachePolicy: NO_QUOTA,
  TooManyDistributionsAssociatedToFieldLevelEncryptionConfig: REFUSED,
  TooManyDistributionsAssociatedToKeyGroup: NO_QUOTA,
  TooManyDistributionsAssociatedToOriginAccessControl: NO_QUOTA,
  TooManyDistributionsAssociatedToOriginRequestPolicy: NO_QUOTA,
  TooManyDistributionsAssociatedToResponseHeadersPolicy: NO_QUOTA,
  TooManyDistributionsWithFunctionAssociations: NO_QUOTA,
  TooManyDistributionsWithLambdaAssociations: REFUSED,
  TooManyDistributionsWithSingleFunctionARN: REFUSED,
  TooManyFunctionAssociations: NO_QUOTA,
  TooManyHeadersInForwardedValues: legacy({ Headers: listOf(names(11)) }),
  TooManyKeyGroupsAssociatedToDistribution: NO_QUOTA,
  TooManyLambdaFunctionAssociations: REFUSED,
  TooManyOriginCustomHeaders: originating({
    CustomHeaders: listOf(names(31).map((HeaderName) => ({ HeaderName, HeaderValue: "1" }))),
  }),
  TooManyOriginGroupsPerDistribution: configured((config) => ({
    ...config,
    OriginGroups: listOf(
      names(11).map((Id) => ({
        Id,
        FailoverCriteria: { StatusCodes: listOf([500]) },
        Members: listOf([{ OriginId: "bucket" }, { OriginId: "bucket" }]),
      })),
    ),
  })),
  TooManyOrigins: configured((config, { bucket }) => ({
    ...config,
    Origins: listOf(
      names(101).map((Id) => ({
        Id,
        DomainName: `${bucket}.s3.amazonaws.com`,
        S3OriginConfig: { OriginAccessIdentity: "" },
      })),
    ),
  })),
  TooManyQueryStringParameters: NO_QUOTA,
  TooManyTrustedSigners: REFUSED,
  TrustedKeyGroupDoesNotExist: behaving({ TrustedKeyGroups: { Enabled: true, ...listOf(["other"]) } }),
  TrustedSignerDoesNotExist: REFUSED,
};

const named =
  (member: string, Id: string): Provoke =>
  (_made, ask) =>
    ask({ [member]: Id });
const stale: Provoke = (_made, ask) => ask({ IfMatch: "E0000000000000" });
const full =
  (times: number, make: (made: Made & Grounds, index: number) => Promise<unknown>): Provoke =>
  async (made, ask) => {
    // So many as there is room for: those of the preparation count, too.
    for (let index = 0; index < times; index++) {
      try {
        await make(made, index);
      } catch {
        break;
      }
    }
    return ask();
  };

/** The six operations of a family, and the errors that only it has. */
interface FamilyErrors {
  readonly one: string;
  readonly many: string;
  readonly missing: string;
  readonly exists: string;
  readonly inUse: string;
  readonly tooMany: string;
  readonly most: number;
  readonly config: (Name: string, made: Made & Grounds) => object;
  readonly invalid: (made: Made & Grounds) => object;
  readonly used: (made: Made) => Thing;
  /** The id of one that AWS gives every account. */
  readonly managed?: string;
  /** Errors of a configuration that is too much. */
  readonly excess: Readonly<Record<string, (name: string, made: Made & Grounds) => object>>;
}

const FAMILIES: readonly FamilyErrors[] = [
  {
    one: "CachePolicy",
    many: "CachePolicies",
    missing: "NoSuchCachePolicy",
    exists: "CachePolicyAlreadyExists",
    inUse: "CachePolicyInUse",
    tooMany: "TooManyCachePolicies",
    most: 20,
    config: cacheConfig,
    invalid: () => cacheConfig("not a name"),
    used: ({ cachePolicy }) => cachePolicy,
    managed: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    excess: {
      InconsistentQuantities: (name) => cacheConfig(name, { HeadersConfig: UNEVEN_HEADERS }),
      TooManyCookiesInCachePolicy: (name) => cacheConfig(name, { CookiesConfig: COOKIES_10 }),
      TooManyHeadersInCachePolicy: (name) => cacheConfig(name, { HeadersConfig: HEADERS_10 }),
      TooManyQueryStringsInCachePolicy: (name) => cacheConfig(name, { QueryStringsConfig: QUERIES_10 }),
    },
  },
  {
    one: "OriginRequestPolicy",
    many: "OriginRequestPolicies",
    missing: "NoSuchOriginRequestPolicy",
    exists: "OriginRequestPolicyAlreadyExists",
    inUse: "OriginRequestPolicyInUse",
    tooMany: "TooManyOriginRequestPolicies",
    most: 20,
    config: requestConfig,
    invalid: () => requestConfig("not a name"),
    used: ({ originRequestPolicy }) => originRequestPolicy,
    managed: "216adef6-5c7f-47e4-b989-5492eafa07d3",
    excess: {
      InconsistentQuantities: (name) => requestConfig(name, { HeadersConfig: UNEVEN_HEADERS }),
      TooManyCookiesInOriginRequestPolicy: (name) => requestConfig(name, { CookiesConfig: COOKIES_10 }),
      TooManyHeadersInOriginRequestPolicy: (name) => requestConfig(name, { HeadersConfig: HEADERS_10 }),
      TooManyQueryStringsInOriginRequestPolicy: (name) => requestConfig(name, { QueryStringsConfig: QUERIES_10 }),
    },
  },
  {
    one: "ResponseHeadersPolicy",
    many: "ResponseHeadersPolicies",
    missing: "NoSuchResponseHeadersPolicy",
    exists: "ResponseHeadersPolicyAlreadyExists",
    inUse: "ResponseHeadersPolicyInUse",
    tooMany: "TooManyResponseHeadersPolicies",
    most: 20,
    config: headersConfig,
    invalid: () => headersConfig("not a name"),
    used: ({ responseHeadersPolicy }) => responseHeadersPolicy,
    managed: "67f7725c-6f97-4210-82d7-5512b31e9d03",
    excess: {
      InconsistentQuantities: (name) =>
        headersConfig(name, { RemoveHeadersConfig: { Quantity: 2, Items: [{ Header: "a" }] } }),
      TooLongCSPInResponseHeadersPolicy: (name) =>
        headersConfig(name, {
          SecurityHeadersConfig: { ContentSecurityPolicy: { Override: true, ContentSecurityPolicy: "x".repeat(1800) } },
        }),
      TooManyCustomHeadersInResponseHeadersPolicy: (name) =>
        headersConfig(name, {
          CustomHeadersConfig: listOf(names(11).map((Header) => ({ Header, Value: "1", Override: true }))),
        }),
      TooManyRemoveHeadersInResponseHeadersPolicy: (name) =>
        headersConfig(name, { RemoveHeadersConfig: listOf(names(11).map((Header) => ({ Header }))) }),
    },
  },
  {
    one: "OriginAccessControl",
    many: "OriginAccessControls",
    missing: "NoSuchOriginAccessControl",
    exists: "OriginAccessControlAlreadyExists",
    inUse: "OriginAccessControlInUse",
    tooMany: "TooManyOriginAccessControls",
    most: 100,
    config: accessConfig,
    invalid: () => accessConfig("x".repeat(65)),
    used: ({ accessControl }) => accessControl,
    excess: {},
  },
  {
    one: "CloudFrontOriginAccessIdentity",
    many: "CloudFrontOriginAccessIdentities",
    missing: "NoSuchCloudFrontOriginAccessIdentity",
    exists: "CloudFrontOriginAccessIdentityAlreadyExists",
    inUse: "CloudFrontOriginAccessIdentityInUse",
    tooMany: "TooManyCloudFrontOriginAccessIdentities",
    most: 100,
    config: (reference) => identityConfig(reference),
    invalid: () => identityConfig("reference", "x".repeat(129)),
    used: ({ accessIdentity }) => accessIdentity,
    excess: {},
  },
  {
    one: "PublicKey",
    many: "PublicKeys",
    missing: "NoSuchPublicKey",
    exists: "PublicKeyAlreadyExists",
    inUse: "PublicKeyInUse",
    tooMany: "TooManyPublicKeys",
    most: 10,
    config: keyConfig,
    invalid: () => keyConfig("not a name"),
    used: ({ publicKey }) => publicKey,
    excess: {},
  },
  {
    one: "KeyGroup",
    many: "KeyGroups",
    missing: "NoSuchResource",
    exists: "KeyGroupAlreadyExists",
    inUse: "ResourceInUse",
    tooMany: "TooManyKeyGroups",
    most: 10,
    config: (Name, { publicKey }) => ({ Name, Items: [publicKey.Id] }),
    invalid: () => ({ Name: "group", Items: ["KNOBODY"] }),
    used: ({ keyGroup }) => keyGroup,
    excess: { TooManyPublicKeysInKeyGroup: (Name) => ({ Name, Items: names(6) }) },
  },
];

const IDENTITY = "CloudFrontOriginAccessIdentity";

/** What an update of the thing that nothing uses takes; public keys keep their names. */
const updated = ({ one, config }: FamilyErrors, made: Made & Grounds): object => {
  const thing = made.other[one];
  // An identity keeps its reference: its neighbour's record says which one that is.
  if (one === IDENTITY) return identityConfig(made.accessIdentity.taken, "updated");
  if (one !== "PublicKey") return config(made.name(), made);
  const other = made.other["PublicKey"]?.taken === thing?.taken ? made.publicKey.taken : "";
  return keyConfig(other);
};

function familyInputs(family: FamilyErrors): ErrorTable<Made>["inputs"] {
  const { one, many, config } = family;
  const id = (made: Made): object => ({ Id: made.other[one]?.Id });
  const version = (made: Made): object => ({ Id: made.other[one]?.Id, IfMatch: made.other[one]?.IfMatch });
  return {
    [`Create${one}`]: (made) => ({ [`${one}Config`]: config(made.name(), made) }),
    [`Get${one}`]: id,
    [`Get${one}Config`]: id,
    [`Update${one}`]: (made) => ({ ...version(made), [`${one}Config`]: updated(family, made) }),
    [`Delete${one}`]: version,
    [`List${many}`]: () => ({}),
  };
}

function familyOperations(family: FamilyErrors): ErrorTable<Made>["operations"] {
  const { one, many, missing, exists, inUse, tooMany, most, config, invalid, used, managed, excess } = family;
  const member = `${one}Config`;
  const absent: Entries = { [missing]: named("Id", NOBODYS_ID) };
  const tooMuch: Entries = Object.fromEntries(
    Object.entries(excess).map(([error, make]): [string, Provoke] => [
      error,
      (made, ask) => ask({ [member]: make(made.name(), made) }),
    ]),
  );
  const wrong: Entries = { InvalidArgument: (made, ask) => ask({ [member]: invalid(made) }) };
  const taken: Provoke = (made, ask) => ask({ [member]: config(made.other[one]?.taken ?? "", made) });
  const isKey = one === "PublicKey";
  return {
    [`Create${one}`]: {
      ...wrong,
      ...tooMuch,
      ...(one === IDENTITY && { InconsistentQuantities: NO_CASE }),
      [exists]: taken,
      [tooMany]: full(most, (made) => made.call(`Create${one}`, { [member]: config(made.name(), made) })),
    },
    [`Get${one}`]: absent,
    [`Get${one}Config`]: absent,
    [`Update${one}`]: {
      ...wrong,
      ...tooMuch,
      ...absent,
      ...(!isKey && one !== IDENTITY && { [exists]: taken }),
      ...(one === IDENTITY && {
        InconsistentQuantities: NO_CASE,
        IllegalUpdate: (made: Made & Grounds, ask: Parameters<Provoke>[1]) =>
          ask({ [member]: identityConfig(made.name()) }),
      }),
      ...(managed !== undefined && { IllegalUpdate: named("Id", managed) }),
      ...(one === "OriginAccessControl" && { IllegalUpdate: NO_CASE }),
      ...(isKey && {
        IllegalUpdate: NO_CASE,
        CannotChangeImmutablePublicKeyFields: (made: Made & Grounds, ask: Parameters<Provoke>[1]) =>
          ask({ [member]: config(made.name(), made) }),
      }),
    },
    [`Delete${one}`]: {
      ...absent,
      [inUse]: (made, ask) => ask({ Id: used(made).Id, IfMatch: used(made).IfMatch }),
      ...(managed !== undefined && { IllegalDelete: named("Id", managed) }),
    },
    [`List${many}`]: { ...(managed !== undefined && { [missing]: NO_CASE }) },
  };
}

const ARN = (made: Made & Grounds): string => `arn:aws:cloudfront::${made.account.account}:distribution/${made.used}`;
const NO_ARN: Entries = {
  InvalidArgument: (_made, ask) => ask({ Resource: "distribution" }),
  NoSuchResource: (made, ask) => ask({ Resource: ARN(made).replace(made.used, NOBODYS_ID) }),
};
const noFunction: Provoke = (_made, ask) => ask({ Name: "nobody" });
const ONLY_ON_COPY = new Set(["IllegalOriginAccessConfiguration", "InvalidDomainNameForOriginAccessControl"]);

/** The errors sweep of CloudFront. */
export const cloudfront = sweepOf<Made>({
  service: "cloudfront",
  prepare,
  inputs: {
    CopyDistribution: ({ used, usedEtag, name }) => ({
      PrimaryDistributionId: used,
      IfMatch: usedEtag,
      CallerReference: name(),
    }),
    CreateDistribution: (made) => ({ DistributionConfig: distributionConfig(made, made.name()) }),
    CreateDistributionWithTags: (made) => ({
      DistributionConfigWithTags: {
        DistributionConfig: distributionConfig(made, made.name()),
        Tags: { Items: [] },
      },
    }),
    UpdateDistribution: (made) => ({
      Id: made.free,
      IfMatch: made.freeEtag,
      DistributionConfig: distributionConfig(made, `${made.reference}-free`),
    }),
    DeleteDistribution: ({ used, usedEtag }) => ({ Id: used, IfMatch: usedEtag }),
    GetDistribution: ({ used }) => ({ Id: used }),
    GetDistributionConfig: ({ used }) => ({ Id: used }),
    ListDistributions: () => ({}),
    ListDistributionsByCachePolicyId: ({ cachePolicy }) => ({ CachePolicyId: cachePolicy.Id }),
    ListDistributionsByKeyGroup: ({ keyGroup }) => ({ KeyGroupId: keyGroup.Id }),
    ListDistributionsByOriginRequestPolicyId: ({ originRequestPolicy }) => ({
      OriginRequestPolicyId: originRequestPolicy.Id,
    }),
    ListDistributionsByResponseHeadersPolicyId: ({ responseHeadersPolicy }) => ({
      ResponseHeadersPolicyId: responseHeadersPolicy.Id,
    }),
    ListDistributionsByWebACLId: () => ({ WebACLId: "null" }),
    CreateInvalidation: ({ used, name }) => ({
      DistributionId: used,
      InvalidationBatch: { CallerReference: name(), Paths: listOf(["/a"]) },
    }),
    GetInvalidation: ({ used, invalidation }) => ({ DistributionId: used, Id: invalidation }),
    ListInvalidations: ({ used }) => ({ DistributionId: used }),
    ListTagsForResource: (made) => ({ Resource: ARN(made) }),
    TagResource: (made) => ({ Resource: ARN(made), Tags: { Items: [{ Key: "a", Value: "1" }] } }),
    UntagResource: (made) => ({ Resource: ARN(made), TagKeys: { Items: ["a"] } }),
    CreateFunction: ({ name }) => ({ Name: name(), FunctionConfig, FunctionCode: CODE }),
    UpdateFunction: ({ other }) => ({
      Name: other["Function"]?.Id,
      IfMatch: other["Function"]?.IfMatch,
      FunctionConfig,
      FunctionCode: CODE,
    }),
    DeleteFunction: ({ other }) => ({ Name: other["Function"]?.Id, IfMatch: other["Function"]?.IfMatch }),
    DescribeFunction: ({ liveFunction }) => ({ Name: liveFunction.Id }),
    GetFunction: ({ liveFunction }) => ({ Name: liveFunction.Id }),
    ListFunctions: () => ({}),
    PublishFunction: ({ liveFunction }) => ({ Name: liveFunction.Id, IfMatch: liveFunction.IfMatch }),
    TestFunction: ({ liveFunction }) => ({
      Name: liveFunction.Id,
      IfMatch: liveFunction.IfMatch,
      EventObject: Buffer.from("{}"),
    }),
    ...Object.assign({}, ...FAMILIES.map(familyInputs)),
  },
  everywhere: {
    AccessDenied: async ({ user }, ask) => ask({}, await user()),
    // Lists, which all are in pages; what has other input says so below.
    InvalidArgument: (_made, ask) => ask({ MaxItems: 0 }),
    InvalidIfMatchVersion: (_made, ask) => ask({ IfMatch: "" }),
    PreconditionFailed: stale,
    NoSuchDistribution: (_made, ask, operation) =>
      ask({
        [operation === "CopyDistribution"
          ? "PrimaryDistributionId"
          : /Invalidation/.test(operation)
            ? "DistributionId"
            : "Id"]: NOBODYS_ID,
      }),
    NoSuchFunctionExists: noFunction,
    UnsupportedOperation: unprovokable("Functions are in all of AWS's Regions, and CloudFront is in none."),
    InconsistentQuantities: configured((config) => ({
      ...config,
      Origins: { Quantity: 2, Items: config.Origins?.Items },
    })),
    ...CONFIGURATION,
    DistributionAlreadyExists: configured((config, { reference }) => ({ ...config, CallerReference: reference })),
    TooManyDistributions: unprovokable("Two hundred distributions take their time to be made; the case is one line."),
    IllegalOriginAccessConfiguration: configured((config, { accessControl, accessIdentity }) => ({
      ...config,
      Origins: listOf(
        (config.Origins?.Items ?? []).map((origin) => ({
          ...origin,
          OriginAccessControlId: accessControl.Id,
          S3OriginConfig: { OriginAccessIdentity: `origin-access-identity/cloudfront/${accessIdentity.Id}` },
        })),
      ),
    })),
    InvalidDomainNameForOriginAccessControl: configured((config, { accessControl }) => ({
      ...config,
      Origins: listOf([
        {
          Id: "bucket",
          DomainName: "example.com",
          CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only" as const },
          OriginAccessControlId: accessControl.Id,
        },
      ]),
    })),
    ContinuousDeploymentPolicyInUse: REFUSED,
    NoSuchContinuousDeploymentPolicy: REFUSED,
    EntityLimitExceeded: REFUSED,
    EntityNotFound: REFUSED,
    InvalidWebACLId: REFUSED,
    InvalidTagging: NO_CASE,
  },
  operations: {
    ...Object.assign({}, ...FAMILIES.map(familyOperations)),
    CopyDistribution: {
      ...Object.fromEntries(
        Object.keys(CONFIGURATION)
          .filter((error) => !ONLY_ON_COPY.has(error))
          .map((error) => [error, COPIES]),
      ),
      InconsistentQuantities: COPIES,
      InvalidWebACLId: COPIES,
      InvalidArgument: (_made, ask) => ask({ CallerReference: "" }),
      DistributionAlreadyExists: ({ reference }, ask) => ask({ CallerReference: reference }),
    },
    CreateDistribution: { InvalidArgument: configured((config) => ({ ...config, Comment: "x".repeat(129) })) },
    CreateDistributionWithTags: {
      InvalidArgument: configured((config) => ({ ...config, Comment: "x".repeat(129) })),
      InvalidTagging: (made, ask) =>
        ask({
          DistributionConfigWithTags: {
            DistributionConfig: distributionConfig(made, made.name()),
            Tags: { Items: [{ Key: "#" }] },
          },
        }),
    },
    UpdateDistribution: {
      InvalidArgument: configured((config) => ({ ...config, Comment: "x".repeat(129) })),
      IllegalUpdate: configured((config) => ({ ...config, CallerReference: "another" })),
      StagingDistributionInUse: REFUSED,
    },
    DeleteDistribution: { DistributionNotDisabled: (_made, ask) => ask(), ResourceInUse: NO_CASE },
    ListDistributionsByCachePolicyId: { NoSuchCachePolicy: named("CachePolicyId", NOBODYS_ID) },
    ListDistributionsByKeyGroup: { NoSuchResource: named("KeyGroupId", NOBODYS_ID) },
    ListDistributionsByOriginRequestPolicyId: {
      NoSuchOriginRequestPolicy: named("OriginRequestPolicyId", NOBODYS_ID),
    },
    ListDistributionsByResponseHeadersPolicyId: {
      NoSuchResponseHeadersPolicy: named("ResponseHeadersPolicyId", NOBODYS_ID),
    },
    CreateInvalidation: {
      InvalidArgument: ({ name }, ask) =>
        ask({ InvalidationBatch: { CallerReference: name(), Paths: listOf(["no slash"]) } }),
      InconsistentQuantities: ({ name }, ask) =>
        ask({ InvalidationBatch: { CallerReference: name(), Paths: { Quantity: 2, Items: ["/a"] } } }),
      BatchTooLarge: ({ name }, ask) =>
        ask({ InvalidationBatch: { CallerReference: name(), Paths: listOf(names(3001).map((each) => `/${each}`)) } }),
      TooManyInvalidationsInProgress: ({ name }, ask) =>
        ask({ InvalidationBatch: { CallerReference: name(), Paths: listOf(names(16).map((each) => `/${each}*`)) } }),
      MissingBody: unprovokable(
        "The SDK sends a body, and a request without one lacks a required member: MalformedXML.",
      ),
    },
    GetInvalidation: { NoSuchInvalidation: named("Id", NOBODYS_ID) },
    ListTagsForResource: { ...NO_ARN },
    TagResource: { ...NO_ARN, InvalidTagging: (_made, ask) => ask({ Tags: { Items: [{ Key: "#" }] } }) },
    UntagResource: { ...NO_ARN },
    CreateFunction: {
      InvalidArgument: (_made, ask) => ask({ Name: "not a name" }),
      FunctionAlreadyExists: ({ liveFunction }, ask) => ask({ Name: liveFunction.Id }),
      FunctionSizeLimitExceeded: (_made, ask) => ask({ FunctionCode: Buffer.alloc(10_241, "x") }),
      TooManyFunctions: full(100, ({ call, name }) =>
        call("CreateFunction", { Name: name(), FunctionConfig, FunctionCode: CODE }),
      ),
    },
    UpdateFunction: {
      InvalidArgument: (_made, ask) =>
        ask({ FunctionConfig: { Comment: "x".repeat(129), Runtime: "cloudfront-js-2.0" } }),
      FunctionSizeLimitExceeded: (_made, ask) => ask({ FunctionCode: Buffer.alloc(10_241, "x") }),
    },
    DeleteFunction: {
      FunctionInUse: ({ liveFunction }, ask) => ask({ Name: liveFunction.Id, IfMatch: liveFunction.IfMatch }),
    },
    PublishFunction: { InvalidArgument: NO_CASE },
    TestFunction: {
      InvalidArgument: (_made, ask) => ask({ EventObject: Buffer.from("text") }),
      TestFunctionFailed: unprovokable("A function that fails is a result of the test, with FunctionErrorMessage."),
    },
  },
});
