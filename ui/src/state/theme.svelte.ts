export type Theme = 'system' | 'light' | 'dark';
const KEY = 'nha-rong-theme';

/** Light or dark: what the person chose on this machine, or else what the system wishes. */
class ThemeChoice {
  chosen = $state<Theme>('system');

  /** Call once, before anything is drawn. */
  load(): void {
    const kept = localStorage.getItem(KEY);
    this.choose(kept === 'light' || kept === 'dark' ? kept : 'system');
  }

  choose(theme: Theme): void {
    this.chosen = theme;
    if (theme === 'system') {
      localStorage.removeItem(KEY);
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem(KEY, theme);
      document.documentElement.dataset.theme = theme;
    }
  }
}

export const theme = new ThemeChoice();
