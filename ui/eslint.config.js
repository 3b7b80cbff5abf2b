import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['dist', 'dist-recorded', 'src/paraglide', 'src/bindings', 'project.inlang', 'tests/answers'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node, __VILLAGE__: 'readonly' } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  // Sets and addresses are replaced whole and never changed in place; types see to undefined names.
  {
    rules: {
      'svelte/no-navigation-without-resolve': 'off',
      'no-undef': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
);
