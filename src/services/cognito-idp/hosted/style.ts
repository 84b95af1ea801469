// How the hosted pages look: one column in the middle, light or dark as the visitor's system is, with a focus that can be seen.

export const STYLE = `
:root { color-scheme: light dark; --edge: #767676; --strong: #1d4ed8; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --edge: #8b8b8b; --strong: #93b4ff; --bad: #ff9d92; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; padding: 1.5rem; }
main { max-width: 22rem; margin: 10vh auto 0; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 1rem; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
label.choice { font-weight: 400; }
input:not([type=radio]) { box-sizing: border-box; width: 100%; padding: .5rem .6rem; font: inherit; border: 1px solid var(--edge); border-radius: .4rem; }
fieldset { border: 0; margin: 1rem 0; padding: 0; }
button { margin-top: 1.25rem; padding: .55rem 1.1rem; font: inherit; font-weight: 600; border: 0; border-radius: .4rem; background: var(--strong); color: Canvas; cursor: pointer; }
button.plain { margin-top: .5rem; padding: 0; font-weight: 400; background: none; color: var(--strong); text-decoration: underline; }
a { color: var(--strong); }
a.way { display: block; padding: .55rem 1.1rem; border: 1px solid var(--edge); border-radius: .4rem; text-align: center; text-decoration: none; font-weight: 600; }
code { overflow-wrap: anywhere; }
small { display: block; margin-top: .25rem; }
.problem { color: var(--bad); }
:focus-visible { outline: 2px solid var(--strong); outline-offset: 2px; }
`;
