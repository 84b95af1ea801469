// Numbers and times as CloudWatch writes them into reasons and messages. Pure.

/** A number as Java writes it: 50 is "50.0", ten million "1.0E7". */
export function doubleText(value: number): string {
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) {
    const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** "2019-10-02T17:04:40.989+0000" */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}

/** "02/10/19 16:59:00" */
export function shortTime(seconds: number): string {
  const [date = "", time = ""] = new Date(seconds * 1_000).toISOString().split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

/** "Friday 11 March, 2022 16:08:52 UTC" */
export function longTime(ms: number): string {
  const date = new Date(ms);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    date.toLocaleString("en-US", { ...options, timeZone: "UTC" });
  const day = String(date.getUTCDate()).padStart(2, "0");
  const words = `${part({ weekday: "long" })} ${day} ${part({ month: "long" })}, ${date.getUTCFullYear()}`;
  return `${words} ${date.toISOString().slice(11, 19)} UTC`;
}
