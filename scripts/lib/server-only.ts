// What `server-only` means outside Next.js: nothing. The scripts' tsconfig and vitest point here.
export {};
