// The availability zones of the regions, for EC2, which describes them, and for templates' Fn::GetAZs. Pure.

/** One zone of a region. */
export interface Zone {
  /** "eu-west-1a". */
  readonly name: string;
  /** The same place in every account: "euw1-az1". */
  readonly id: string;
}

// AWS: "AWS Availability Zones": all other regions have a, b and c. AWS maps letters to places for each account anew; here every account has one mapping.
const LETTERS: Readonly<Record<string, string>> = {
  "us-east-1": "abcdef",
  "us-west-1": "ab",
  "us-west-2": "abcd",
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
  "ca-central-1": "abd",
};

/** The zones of a region, in the order of their names. */
export function zonesOf(region: string): readonly Zone[] {
  const short = shortRegion(region);
  return Array.from(LETTERS[region] ?? "abc", (letter, at) => ({
    name: `${region}${letter}`,
    id: `${short}-az${at + 1}`,
  }));
}

/** AWS: "Availability Zone IDs": "eu-west-1" is "euw1", "ap-southeast-2" is "apse2", "us-gov-west-1" is "usgw1". */
function shortRegion(region: string): string {
  const [area = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  const place = rest.map((word) => /^(north|south)(east|west)$/.exec(word)?.slice(1) ?? [word]).flat();
  return `${area}${place.map((word) => word.charAt(0)).join("")}${number}`;
}

/** AWS: "AWS Regions": those that every account has enabled, and those that have to be opted in to. */
export const REGIONS = {
  enabled: [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
  ],
  optIn: [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
  ],
} as const;
