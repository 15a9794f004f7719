/** The common look of everything one types or chooses in; 16 px on touch screens, or iOS zooms into the page. */
export const controlStyle =
  "block w-full min-w-0 rounded-control border border-edge bg-sheet px-3 text-sm text-ink transition-colors placeholder:text-ink-soft hover:border-ink aria-invalid:border-bad aria-invalid:bg-bad-tint disabled:cursor-not-allowed disabled:border-line disabled:bg-neutral-tint disabled:text-ink-soft pointer-coarse:text-base focus-visible:outline-offset-0";
