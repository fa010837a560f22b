import { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } from '@fluentui/tokens';

/** The three themes of Teams, in its own colours (Fluent's tokens). */
export const themes = Object.freeze({
  light: teamsLightTheme,
  dark: teamsDarkTheme,
  'high-contrast': teamsHighContrastTheme,
});

export type ThemeName = keyof typeof themes;

/** A host config of Adaptive Cards with Teams' sizes and the colours of one of its themes. */
export function teamsHostConfig(name: ThemeName): object {
  const theme = themes[name];
  const color = (value: string, subtle = value) => ({ default: value, subtle });
  const container = (backgroundColor: string, borderColor: string) => ({
    backgroundColor,
    borderColor,
    foregroundColors: {
      default: color(theme.colorNeutralForeground1, theme.colorNeutralForeground3),
      accent: color(theme.colorBrandForeground1),
      good: color(theme.colorStatusSuccessForeground1),
      warning: color(theme.colorStatusWarningForeground1),
      attention: color(theme.colorStatusDangerForeground1),
    },
  });
  const font = {
    fontFamily: "'Segoe UI', 'Open Sans', 'Noto Sans CJK JP', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  };
  return {
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: theme.colorNeutralStroke2 },
    fontTypes: { default: font, monospace: { ...font, fontFamily: 'monospace' } },
    textStyles: { heading: { size: 'large', weight: 'bolder' } },
    textBlock: { headingLevel: 2 },
    containerStyles: {
      default: container(theme.colorNeutralBackground1, theme.colorNeutralStroke1),
      emphasis: container(theme.colorNeutralBackground3, theme.colorNeutralStroke1),
      accent: container(theme.colorBrandBackground2, theme.colorBrandStroke2),
      good: container(theme.colorStatusSuccessBackground1, theme.colorStatusSuccessBorder1),
      warning: container(theme.colorStatusWarningBackground1, theme.colorStatusWarningBorder1),
      attention: container(theme.colorStatusDangerBackground1, theme.colorStatusDangerBorder1),
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline' },
    },
    adaptiveCard: { allowCustomStyle: false },
  };
}
