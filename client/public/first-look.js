// Before the first paint: the remembered theme, density and language, so that a light screen does not flash dark.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('breakwater.theme');
    const density = localStorage.getItem('breakwater.density');
    const language = localStorage.getItem('breakwater.language');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else if (window.matchMedia('(prefers-color-scheme: light)').matches) root.dataset.theme = 'light';
    if (density === 'cozy' || density === 'compact') root.dataset.density = density;
    if (language === 'en' || language === 'zh-CN') root.lang = language;
  } catch {
    // Storage is refused: the page's own defaults hold.
  }
})();
