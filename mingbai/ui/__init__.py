"""The look: style sheets, page frames, components, form controls and wording.

Knows no model, no place and nobody above it: pages hand it plain values
(`mingbai.ui.page`, `mingbai.ui.parts`) and it draws them. It must never query,
never carry a script a public page needs, and never say a state by colour alone.
"""
