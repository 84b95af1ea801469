// What is stored of custom domain names of APIs, and of their mappings. Both API Gateway services work on the same records.

type Texts = Readonly<Record<string, string>>;

/** How clients reach a domain. */
export interface DomainEndpoint {
  /** One: "EDGE" or "REGIONAL". */
  readonly types: readonly ("EDGE" | "REGIONAL" | "PRIVATE")[];
  readonly ipAddressType: "ipv4" | "dualstack";
}

export interface DomainNameRecord {
  readonly v: 1;
  readonly domainName: string;
  readonly certificateName?: string;
  /** Of edge-optimized domains. */
  readonly certificateArn?: string;
  readonly certificateUploadedAtMs?: number;
  readonly regionalDomainName?: string;
  readonly regionalHostedZoneId?: string;
  readonly regionalCertificateName?: string;
  readonly regionalCertificateArn?: string;
  readonly distributionDomainName?: string;
  readonly distributionHostedZoneId?: string;
  readonly endpointConfiguration: DomainEndpoint;
  readonly securityPolicy: string;
  readonly tags: Texts;
}

export interface ApiMappingRecord {
  readonly v: 2;
  readonly mappingId: string;
  /** "orders/v1"; "" for the domain's root. */
  readonly key: string;
  readonly apiId: string;
  /** Undefined: the path's first segment names the stage. Of REST APIs only. */
  readonly stage?: string;
}

/** A mapping as it was kept while only REST APIs had domains. */
export interface BasePathMappingRecord {
  readonly v: 1;
  /** "(none)" for the domain's root. */
  readonly basePath: string;
  readonly restApiId: string;
  readonly stage?: string;
}
