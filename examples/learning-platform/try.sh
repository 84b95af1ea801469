#!/usr/bin/env bash
# Pays for a course and watches the payment become an enrolment, with curl alone. The platform must be running:
#
#   npx stackyard up examples/learning-platform
#
# Ends with an error as soon as something is not as it says. Can be run as often as one likes.
set -euo pipefail
cd "$(dirname "$0")/../.."
example=examples/learning-platform

# How often something that arrives by events is asked for, a tenth of a second apart, before it is given up.
attempts=100

say() { printf '\n%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# call METHOD URL [JSON]: leaves the answer in $status and $body. Names below localhost resolve to this machine, which
# older systems do not know: the connection is told where to go.
call() {
  local answer
  answer=$(curl --silent --show-error --connect-to '::127.0.0.1:' --write-out '\n%{http_code}' --request "$1" "$2" \
    ${3:+--header 'content-type: application/json' --data "$3"})
  status=${answer##*$'\n'} body=${answer%$'\n'*}
  printf '  %s %s\n  -> %s %s\n' "$1" "${2#http*://}" "$status" "$body"
}

expect() { [ "$status" = "$1" ] || fail "Expected status $1 $2"; }

# output NAME: the value of an output of one of the units.
output() {
  node -p 'const [, outputs, name] = process.argv, of = JSON.parse(outputs).units.map((unit) => unit.outputs[name]);
    of.find((value) => value !== undefined) ?? ""' "$units" "$1"
}

units=$(npx stackyard status $example --json) || fail "The platform is not running: npx stackyard up $example"
course_api=$(output CourseApiUrl) payment_api=$(output PaymentApiUrl) user_api=$(output UserApiUrl)
content_api=$(output ContentApiUrl) progress_api=$(output ProgressApiUrl)
[ -n "$course_api" ] && [ -n "$payment_api" ] && [ -n "$user_api" ] && [ -n "$content_api" ] && [ -n "$progress_api" ] ||
  fail "The platform is not deployed: npx stackyard deploy $example"

# Names of this run's own: a second run meets nothing of the first.
run=$(date +%s)-$$
course=compilers-$run user=ada-$run payment=payment-$run email=ada-$run@example.com

order() {
  printf '{"userId":"%s","email":"%s","courseId":"%s","cardNumber":"%s"}' "$user" "$email" "$course" "$1"
}

say "1. The course unit gets a new course."
call PUT "$course_api/courses/$course" '{"title":"Compilers","priceCents":4900}'
expect 200 "for a course."

say "2. A user pays for it. The payment unit asks nobody for the price: the course unit announces it, and until that has
   arrived there is no such course to pay for."
for ((attempt = 1; ; attempt++)); do
  call PUT "$payment_api/payments/$payment" "$(order 4242424242424242)"
  [ "$status" = 404 ] && ((attempt < attempts)) || break
  sleep 0.1
done
expect 201 "for a payment."

say "3. Paying the same payment again, as after a lost answer, pays nothing twice."
call PUT "$payment_api/payments/$payment" "$(order 4242424242424242)"
expect 201 "for a payment that is repeated."

say "4. A card that the provider declines buys nothing."
call PUT "$payment_api/payments/$payment-declined" "$(order 4000000000000002)"
expect 402 "for a declined card."
call GET "$payment_api/payments/$payment-declined"
expect 404 "for a payment that was not made."

say "5. The user unit hears of the payment and activates the enrolment."
for ((attempt = 1; ; attempt++)); do
  call GET "$user_api/users/$user/enrolments"
  expect 200 "for the enrolments."
  [[ $body != *'"ACTIVE"'* ]] && ((attempt < attempts)) || break
  sleep 0.1
done
[[ $body == *'"ACTIVE"'* ]] || fail "The enrolment was not activated within $((attempts / 10)) seconds."

say "6. It sends a mail, which the cloud keeps in its inbox."
for ((attempt = 1; ; attempt++)); do
  mails=$(npx stackyard inbox $example --json)
  [[ $mails != *"$email"* ]] && ((attempt < attempts)) || break
  sleep 0.1
done
[[ $mails == *"$email"* ]] || fail "No mail was sent to $email."
node -p 'JSON.stringify(JSON.parse(process.argv[1]).filter((mail) => JSON.stringify(mail).includes(process.argv[2])),
  undefined, 2).replaceAll(/^/gm, "  ")' "$mails" "$email"

say "7. Who is enrolled reads the course's materials; who is not does not. Both units heard of the enrolment, and asked nobody."
call PUT "$content_api/courses/$course/materials/parsing" '"A parser is a function."'
expect 202 "for a material."
for ((attempt = 1; ; attempt++)); do
  call GET "$content_api/users/$user/courses/$course/materials/parsing"
  [ "$status" = 403 ] && ((attempt < attempts)) || break
  sleep 0.1
done
expect 200 "for a reader who is enrolled."
call GET "$content_api/users/nobody/courses/$course/materials/parsing"
expect 403 "for somebody else."

say "8. Finishing it is progress."
for ((attempt = 1; ; attempt++)); do
  call PUT "$progress_api/users/$user/courses/$course/finished/parsing"
  [ "$status" = 409 ] && ((attempt < attempts)) || break
  sleep 0.1
done
expect 200 "for a material that was finished."

say "The course is paid for, the enrolment is active, and the mail is sent."
