// Says yes to every card but those that end in 0002.

interface Request {
  readonly body?: string;
}

export const handler = async ({ body = "{}" }: Request) => {
  const { cardNumber = "", amountCents = 0 } = JSON.parse(body) as { cardNumber?: string; amountCents?: number };
  const isDeclined = cardNumber.endsWith("0002") || amountCents <= 0;
  return { statusCode: isDeclined ? 402 : 201, body: JSON.stringify({ status: isDeclined ? "declined" : "charged" }) };
};
