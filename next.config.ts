import type { NextConfig } from "next";

/** Held for every answer, files included. What depends on the address or the moment is set in proxy.ts. */
const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  },
];

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  // Files never go through the framework's image service (reliability.md §4.11); so it does not exist.
  images: { unoptimized: true },
  // A nonce policy makes every page dynamic and excludes a component cache; tenant data is never cached anyway.
  cacheComponents: false,
  reactCompiler: false,
  // `npm run check` looks at the types. A build that did so too would take twice as long, for whoever starts the app as well.
  typescript: { ignoreBuildErrors: true },
  // One copy of each: the rate limiter loads drizzle-orm by itself, and the driver must be the patched one on disk.
  serverExternalPackages: ["postgres", "drizzle-orm", "rate-limiter-flexible", "nodemailer", "pino"],
  headers: async () => [{ source: "/:path*", headers: everywhere }],
};

export default config;
