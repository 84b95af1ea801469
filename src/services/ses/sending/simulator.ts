// The mailbox simulator: addresses that answer in a known way. Pure.
//
// AWS: "Using the mailbox simulator to simulate sending scenarios": success, bounce, ooto, complaint, suppressionlist, each also
// with a label behind "+"; mails to them do not count for the quota, and their bounces do not enter the suppression list.

import { domainOf, withoutLabel } from "../addresses.ts";

export type Scenario = "success" | "bounce" | "ooto" | "complaint" | "suppressionlist";

const DOMAIN = "simulator.amazonses.com";
const SCENARIOS: ReadonlySet<string> = new Set<Scenario>(["success", "bounce", "ooto", "complaint", "suppressionlist"]);

export function isSimulator(address: string): boolean {
  return domainOf(address) === DOMAIN;
}

/** What the simulator does with a mail to this address; undefined for other addresses, and for names that it does not have. */
export function scenarioOf(address: string): Scenario | undefined {
  const [local = ""] = withoutLabel(address).toLowerCase().split("@");
  return isSimulator(address) && SCENARIOS.has(local) ? (local as Scenario) : undefined;
}
