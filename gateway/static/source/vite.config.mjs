import { defineConfig } from 'vite';

export default defineConfig({
  base: '/ide/',
  build: { outDir: 'dist', assetsInlineLimit: 0, chunkSizeWarningLimit: 8192, sourcemap: false },
  worker: { format: 'es' },
});
