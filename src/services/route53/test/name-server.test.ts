// The name server, asked over UDP and TCP, and attacked.

import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { Resolver } from "node:dns/promises";
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { ApiGatewayV2Client, CreateDomainNameCommand } from "@aws-sdk/client-apigatewayv2";
import packet, { type DecodedPacket, type Question } from "dns-packet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importCertificate } from "../../../testing/certificates.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
let port = 0;
let zoneId = "";
let route53: Route53Client;

const set = (
  Name: string,
  Type:
    | "A"
    | "AAAA"
    | "CNAME"
    | "MX"
    | "NS"
    | "TXT"
    | "SRV"
    | "CAA"
    | "PTR"
    | "DS"
    | "TLSA"
    | "SSHFP"
    | "NAPTR"
    | "SPF",
  ...values: string[]
): Change => ({
  Action: "CREATE",
  ResourceRecordSet: { Name, Type, TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) },
});

beforeAll(async () => {
  yard = await testYard({ dnsPort: 0 });
  port = Number(yard.yard.dnsAddress?.split(":").at(1));
  route53 = yard.account().client(Route53Client);
  const zone = await route53.send(new CreateHostedZoneCommand({ Name: "shop.test", CallerReference: "one" }));
  zoneId = zone.HostedZone?.Id ?? "";
  await change(
    set("shop.test", "A", "192.0.2.1", "192.0.2.2"),
    set("shop.test", "MX", "10 mail.shop.test."),
    set("shop.test", "CAA", '0 issue "amazon.com"'),
    set("www.shop.test", "CNAME", "shop.test"),
    set("v6.shop.test", "AAAA", "2001:db8::1"),
    set(
      "txt.shop.test",
      "TXT",
      '"one \\"quoted\\"" "two"',
      `"${"x".repeat(255)}" "${"y".repeat(255)}"`,
      `"${"z".repeat(255)}"`,
    ),
    set("_sip._tcp.shop.test", "SRV", "1 2 5060 sip.shop.test"),
    set("1.2.0.192.shop.test", "PTR", "www.shop.test."),
    set("*.any.shop.test", "A", "192.0.2.9"),
    set("deep.empty.shop.test", "A", "192.0.2.3"),
    set("child.shop.test", "NS", "ns.child.shop.test."),
    set("ns.child.shop.test", "A", "192.0.2.53"),
    set("loop1.shop.test", "CNAME", "loop2.shop.test"),
    set("loop2.shop.test", "CNAME", "loop1.shop.test"),
    set("out.shop.test", "CNAME", "example.com"),
    set("local.shop.test", "CNAME", "api.localhost"),
    set("ds.shop.test", "DS", "12345 13 2 " + "ab".repeat(32)),
    set("tlsa.shop.test", "TLSA", "3 1 1 " + "ab".repeat(32)),
    set("sshfp.shop.test", "SSHFP", "4 2 " + "ab".repeat(32)),
    set("naptr.shop.test", "NAPTR", '10 20 "u" "sip+E2U" "!^.*$!sip:a@shop.test!" .'),
    set("spf.shop.test", "SPF", '"v=spf1 -all"'),
  );
});
afterAll(() => yard.stop());

const change = (...Changes: Change[]) =>
  route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } }));

/** Sends bytes in a datagram; undefined if the next one, a question that is always answered, is answered first. */
function sendUdp(bytes: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.once("message", (answer) => {
      socket.close();
      resolve(answer.readUInt16BE(0) === 0xbeef ? undefined : answer);
    });
    socket.send(bytes, port, "127.0.0.1");
    socket.send(
      packet.encode({ id: 0xbeef, type: "query", questions: [{ name: "shop.test", type: "SOA" }] }),
      port,
      "127.0.0.1",
    );
  });
}

async function ask(
  name: string,
  type: Question["type"] = "A",
  more: Partial<packet.Packet> = {},
): Promise<DecodedPacket & { rcode: string }> {
  const query = packet.encode({
    id: 7,
    type: "query",
    flags: packet.RECURSION_DESIRED,
    questions: [{ name, type }],
    ...more,
  });
  const answer = await sendUdp(query);
  if (answer === undefined) throw new Error("No answer.");
  return packet.decode(answer) as DecodedPacket & { rcode: string };
}

const values = (found: DecodedPacket): unknown[] =>
  (found.answers ?? []).map((record) => ("data" in record ? record.data : undefined));

/** Bytes over TCP, as they are; what comes back until the server ends the connection or `count` messages are there. */
function sendTcp(bytes: Buffer, count: number): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const messages: Buffer[] = [];
    let unread: Buffer = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
        const end = 2 + unread.readUInt16BE(0);
        messages.push(unread.subarray(2, end));
        unread = unread.subarray(end);
      }
      if (messages.length >= count) socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(messages));
  });
}

/** A domain of API Gateway, and the name that AWS gives it. */
async function served(account: TestAccount): Promise<readonly [domain: string, regional: string]> {
  const DomainName = "api.shop.test";
  const CertificateArn = await importCertificate(yard, account, [DomainName]);
  const { DomainNameConfigurations: [made] = [] } = await account
    .client(ApiGatewayV2Client)
    .send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn }] }));
  return [DomainName, made?.ApiGatewayDomainName ?? ""];
}

const framed = (message: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
};

describe("answers", () => {
  it("aliases of API Gateway's domains and of distributions with this machine's address", async () => {
    // AWS: "Values specific for simple alias records": an alias of type AAAA is answered where there is such an address, and there is none here.
    const account = yard.account();
    const [name, regional] = await served(account);
    const alias = (Name: string, Type: "A" | "AAAA", HostedZoneId: string, DNSName: string): Change => ({
      Action: "CREATE",
      ResourceRecordSet: { Name, Type, AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: false } },
    });
    await change(
      alias(name, "A", "Z1UJRXOUMOOFQ8", regional),
      alias(name, "AAAA", "Z1UJRXOUMOOFQ8", regional),
      alias("cdn.shop.test", "A", "Z2FDTNDATAQYW2", "d111111abcdef8.cloudfront.net"),
      set("old.shop.test", "CNAME", regional),
    );
    expect(values(await ask(name))).toEqual(["127.0.0.1"]);
    expect(values(await ask("cdn.shop.test"))).toEqual(["127.0.0.1"]);
    expect(values(await ask("old.shop.test"))).toEqual([regional, "127.0.0.1"]);
    const { rcode, answers } = await ask(name, "AAAA");
    expect([rcode, answers]).toEqual(["NOERROR", []]);
  });

  it("a stub resolver's questions of every type", async () => {
    // Goal: real clients understand the server. Method: Node's resolver (c-ares) asks for each type that it knows.
    const resolver = new Resolver();
    resolver.setServers([`127.0.0.1:${port}`]);
    expect((await resolver.resolve4("shop.test")).sort()).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await resolver.resolve4("WWW.shop.TEST")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await resolver.resolve6("v6.shop.test")).toEqual(["2001:db8::1"]);
    expect(await resolver.resolveMx("shop.test")).toEqual([{ exchange: "mail.shop.test", priority: 10 }]);
    expect(await resolver.resolveCaa("shop.test")).toEqual([{ critical: 0, issue: "amazon.com" }]);
    expect(await resolver.resolveSrv("_sip._tcp.shop.test")).toEqual([
      { name: "sip.shop.test", port: 5060, priority: 1, weight: 2 },
    ]);
    expect(await resolver.resolvePtr("1.2.0.192.shop.test")).toEqual(["www.shop.test"]);
    expect(await resolver.resolveNaptr("naptr.shop.test")).toHaveLength(1);
    expect(await resolver.resolveNs("shop.test")).toHaveLength(4);
    expect(await resolver.resolveSoa("shop.test")).toMatchObject({
      hostmaster: "awsdns-hostmaster.amazon.com",
      minttl: 86_400,
    });
    // Longer than a datagram: the resolver comes back over TCP.
    const [first] = await resolver.resolveTxt("txt.shop.test");
    expect(first).toEqual(['one "quoted"', "two"]);
  });

  it("names below localhost, and those of AWS that are served here, with loopback", async () => {
    expect(values(await ask("anything.localhost"))).toEqual(["127.0.0.1"]);
    expect(values(await ask("d111.cloudfront.net"))).toEqual(["127.0.0.1"]);
    expect(values(await ask("local.shop.test"))).toEqual(["api.localhost", "127.0.0.1"]);
  });

  it("wildcards, where no name is nearer", async () => {
    // RFC 4592: the wildcard's name is a name itself; names below one that is there are not the wildcard's.
    expect(values(await ask("x.any.shop.test"))).toEqual(["192.0.2.9"]);
    expect(values(await ask("x.y.any.shop.test"))).toEqual(["192.0.2.9"]);
    expect((await ask("x.shop.test")).rcode).toBe("NXDOMAIN");
  });

  it("that there is no such name, or none of the type, with the SOA record", async () => {
    const missing = await ask("none.shop.test");
    expect([missing.rcode, missing.authorities?.[0]?.type, missing.flag_aa]).toEqual(["NXDOMAIN", "SOA", true]);
    const other = await ask("v6.shop.test", "A");
    expect([other.rcode, other.answers, other.authorities?.[0]?.type]).toEqual(["NOERROR", [], "SOA"]);
    // A name that has only names below it is there.
    expect((await ask("empty.shop.test")).rcode).toBe("NOERROR");
    expect((await ask("www.elsewhere.test")).rcode).toBe("REFUSED");
  });

  it("delegations with the servers and their addresses", async () => {
    const referral = await ask("www.child.shop.test");
    expect([referral.flag_aa, referral.answers]).toEqual([false, []]);
    expect(referral.authorities?.map((record) => [record.name, record.type])).toEqual([["child.shop.test", "NS"]]);
    expect(referral.additionals?.map((record) => record.name)).toEqual(["ns.child.shop.test"]);
  });

  it("long answers over TCP, several on one connection, and truncated ones over UDP", async () => {
    const question = packet.encode({ id: 9, type: "query", questions: [{ name: "txt.shop.test", type: "TXT" }] });
    const short = packet.decode((await sendUdp(question)) ?? Buffer.alloc(0));
    expect([short.flag_tc, short.answers]).toEqual([true, []]);
    const large = await ask("txt.shop.test", "TXT", {
      additionals: [
        {
          type: "OPT",
          name: ".",
          udpPayloadSize: 4096,
          extendedRcode: 0,
          ednsVersion: 0,
          flags: 0,
          flag_do: false,
          options: [],
        },
      ],
    });
    expect([large.flag_tc, large.answers?.length]).toEqual([false, 3]);
    const answers = await sendTcp(Buffer.concat([framed(question), framed(question)]), 2);
    expect(answers.map((answer) => packet.decode(answer).answers?.length)).toEqual([3, 3]);
  });

  it("records that resolvers seldom ask for", async () => {
    for (const type of ["DS", "TLSA", "SSHFP", "SPF"] as const) {
      const found = await ask(`${type.toLowerCase()}.shop.test`, type as Question["type"]);
      expect([type, found.rcode, found.answers?.length]).toEqual([type, "NOERROR", 1]);
    }
  });
});

describe("under attack", () => {
  it("ends chains of CNAMEs that lead back to themselves, or out", async () => {
    const loop = await ask("loop1.shop.test");
    expect([loop.rcode, loop.answers?.length]).toEqual(["NOERROR", 2]);
    expect(values(await ask("out.shop.test"))).toEqual(["example.com"]);
  });

  it("says FORMERR to bytes that are no question, and nothing to answers and to what is too short", async () => {
    // Goal: no byte sequence stops the server. Method: broken messages, then one that must be answered.
    const header = (counts: readonly number[], flags = 0): Buffer => {
      const bytes = Buffer.alloc(12);
      bytes.writeUInt16BE(7, 0);
      bytes.writeUInt16BE(flags, 2);
      for (const [index, count] of counts.entries()) bytes.writeUInt16BE(count, 4 + 2 * index);
      return bytes;
    };
    const rcodeOf = async (bytes: Buffer): Promise<number | undefined> => {
      const answer = await sendUdp(bytes);
      return answer === undefined ? undefined : answer.readUInt16BE(2) & 0xf;
    };
    // A name that points at itself, one that points forward, one that ends in the middle, and 65,535 questions.
    expect(await rcodeOf(Buffer.concat([header([1, 0, 0, 0]), Buffer.from([0xc0, 12, 0, 1, 0, 1])]))).toBe(1);
    expect(await rcodeOf(Buffer.concat([header([1, 0, 0, 0]), Buffer.from([0xc0, 14, 0xc0, 12, 0, 1, 0, 1])]))).toBe(1);
    expect(await rcodeOf(Buffer.concat([header([1, 0, 0, 0]), Buffer.from([63, 97, 98])]))).toBe(1);
    expect(await rcodeOf(header([65_535, 0, 0, 0]))).toBe(1);
    expect(await rcodeOf(header([0, 0, 0, 0]))).toBe(1);
    expect(await rcodeOf(header([1, 0, 0, 0], 0x2800))).toBe(4);
    expect(await rcodeOf(header([1, 0, 0, 0], 0x8000))).toBeUndefined();
    expect(await rcodeOf(Buffer.from([1, 2, 3]))).toBeUndefined();
  });

  it("survives random bytes and random cuts of good messages", async () => {
    // Goal: a decoder's exceptions stay inside. Method: messages from a seed, each followed by a question that is answered.
    const good = packet.encode({ id: 7, type: "query", questions: [{ name: "www.shop.test", type: "A" }] });
    let state = 42;
    const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16;
    for (let round = 0; round < 300; round += 1) {
      const bytes = Buffer.from(good).subarray(0, (next() % good.length) + 1);
      for (let flips = 0; flips < 4; flips += 1) bytes[next() % bytes.length] = next() & 0xff;
      await sendUdp(bytes);
    }
    expect(values(await ask("shop.test"))).toHaveLength(2);
  });

  it("transfers no zones and serves no other classes", async () => {
    expect((await ask("shop.test", "AXFR")).rcode).toBe("REFUSED");
    const chaos = packet.encode({
      id: 7,
      type: "query",
      questions: [{ name: "version.bind", type: "TXT", class: "CH" }],
    });
    expect(((await sendUdp(chaos)) ?? Buffer.alloc(12)).readUInt16BE(2) & 0xf).toBe(5);
  });

  it("answers ANY with one record set only", async () => {
    // RFC 8482: a small answer to a question that was made for large ones.
    expect(new Set((await ask("shop.test", "ANY" as Question["type"])).answers?.map(({ type }) => type)).size).toBe(1);
  });

  it("closes connections over which something else comes", async () => {
    expect(await sendTcp(Buffer.from([0, 3, 1, 2, 3]), 1)).toEqual([]);
  });
});
