/**
 * The colours of app/globals.css as hex, because mail clients know no `oklch()` and no variables.
 * tokens.test.ts converts the originals and compares, so the two cannot drift apart unseen.
 */
export const light = {
  paper: "#fbfaf7",
  sheet: "#ffffff",
  line: "#e0deda",
  ink: "#161b24",
  inkSoft: "#535864",
  action: "#223b6c",
  onAction: "#ffffff",
  stamp: "#cc3719",
} as const;

export const dark: Record<keyof typeof light, string> = {
  paper: "#111316",
  sheet: "#181b1e",
  line: "#303337",
  ink: "#edebe7",
  inkSoft: "#a7abb1",
  action: "#9cb8eb",
  onAction: "#111316",
  stamp: "#f57050",
};

/** System faces only: a web font in a mail is a request to a third party, and most clients drop it. */
export const face = "Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

const rules = (scope: string) => `
${scope}.paper,${scope}.paper>table>tbody>tr>td{background-color:${dark.paper}!important}
${scope}.sheet{background-color:${dark.sheet}!important;border-color:${dark.line}!important}
${scope}.line{border-color:${dark.line}!important}
${scope}.ink{color:${dark.ink}!important}
${scope}.soft{color:${dark.inkSoft}!important}
${scope}.link{color:${dark.action}!important}
${scope}.button{background-color:${dark.action}!important;color:${dark.onAction}!important}
${scope}.stamp{color:${dark.stamp}!important}`;

/** The condition that previews replace to show one scheme or the other. */
export const darkCondition = "@media (prefers-color-scheme:dark)";

/**
 * The only style sheet of a mail. Light values stand inline, so a client that drops this block still
 * shows a readable mail. `data-ogsc` is how Outlook on the web marks its own dark mode.
 */
export const styleSheet = `:root{color-scheme:light dark;supported-color-schemes:light dark}
${darkCondition}{${rules("")}
}${rules("[data-ogsc] ")}
@media (max-width:480px){
.pad{padding-left:20px!important;padding-right:20px!important}
.fact{display:block!important;width:auto!important;padding-left:0!important}
.fact-label{padding-bottom:0!important;border-bottom:0!important}
}`;
